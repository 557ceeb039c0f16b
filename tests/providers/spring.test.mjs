// Spring Authorization Server (Maven), as Spring Boot makes it from properties: the client is for Basic,
// and discovery lists the other ways too.
import path from 'node:path';
import { ada, downloads, freePort, startProgram, testProvider } from './sign-in.mjs';

testProvider('Spring Authorization Server', async ({ clientId, clientSecret, redirectUri }) => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const client = 'spring.security.oauth2.authorizationserver.client.latchkey';
  const properties = {
    'server.address': '127.0.0.1',
    'server.port': port,
    'spring.security.user.name': ada.sub,
    'spring.security.user.password': ada.password,
    [`${client}.registration.client-id`]: clientId,
    [`${client}.registration.client-secret`]: `{noop}${clientSecret}`,
    [`${client}.registration.client-authentication-methods`]: 'client_secret_basic',
    [`${client}.registration.authorization-grant-types`]: 'authorization_code',
    [`${client}.registration.redirect-uris`]: redirectUri,
    [`${client}.registration.scopes`]: 'openid,email,profile',
  };
  const args = Object.entries(properties).map(([name, value]) => `--${name}=${value}`);
  const jar = path.join(downloads, 'spring/target/spring-provider-1.jar');
  const stop = await startProgram('spring', 'java', ['-jar', jar, ...args], { issuer });
  return { issuer, stop, answers: { username: ada.sub, password: ada.password } };
});
