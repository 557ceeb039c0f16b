// Keycloak (Maven), a realm with its defaults and one confidential client.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ada, downloads, freePort, startProgram, testProvider } from './sign-in.mjs';

const realm = ({ clientId, clientSecret, redirectUri }) => ({
  realm: 'latchkey',
  enabled: true,
  clients: [{ clientId, secret: clientSecret, redirectUris: [redirectUri] }],
  users: [
    {
      username: ada.sub,
      email: ada.email,
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      enabled: true,
      credentials: [{ type: 'password', value: ada.password }],
    },
  ],
});

testProvider('Keycloak', async (registration) => {
  const port = await freePort();
  const home = path.join(mkdtempSync(path.join(tmpdir(), 'latchkey-keycloak-')), 'keycloak');
  cpSync(path.join(downloads, 'keycloak'), home, { recursive: true });
  mkdirSync(path.join(home, 'data/import'), { recursive: true });
  writeFileSync(path.join(home, 'data/import/latchkey-realm.json'), JSON.stringify(realm(registration)));
  const issuer = `http://127.0.0.1:${port}/realms/latchkey`;
  const args = ['start', '--optimized', '--import-realm', '--http-enabled=true', '--hostname-strict=false',
    `--http-port=${port}`, '--http-host=127.0.0.1'];
  const stop = await startProgram('keycloak', path.join(home, 'bin/kc.sh'), args, { issuer });
  return {
    issuer,
    answers: { username: ada.sub, password: ada.password },
    async stop() {
      await stop();
      rmSync(path.dirname(home), { recursive: true, force: true });
    },
  };
});
