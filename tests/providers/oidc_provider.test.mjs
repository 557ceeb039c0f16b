// npm oidc-provider (certified): the e-mail is at userinfo only, the secret goes by Basic, form-encoded.
import { once } from 'node:events';
import http from 'node:http';
import Provider from 'oidc-provider';
import { ada, testProvider } from './sign-in.mjs';

testProvider('oidc-provider', async ({ clientId, clientSecret, redirectUri }) => {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...ada, sub, email_verified: true }) }),
  });
  server.on('request', provider.callback());
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { issuer, stop, answers: { login: ada.sub, password: ada.password } };
});
