// npm oauth2-mock-server, which other projects test with: takes any client, says nothing of an e-mail
// unless it is told to.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ada, downloads, testProvider } from './sign-in.mjs';

const installed = createRequire(path.join(downloads, 'npm/package.json')).resolve('oauth2-mock-server');
const { OAuth2Server } = await import(pathToFileURL(installed).href);

testProvider('oauth2-mock-server', async () => {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = issuer;
  server.service.on('beforeUserinfo', ({ body }) => Object.assign(body, { email: ada.email, email_verified: true }));
  return { issuer, answers: {}, stop: () => server.stop() };
});
