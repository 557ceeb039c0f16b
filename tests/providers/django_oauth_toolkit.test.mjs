// django-oauth-toolkit (PyPI). Two things are not its default: an algorithm for the client, without which
// it answers 500, and the e-mail, which its documentation has one add in a validator.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ada, downloads, freePort, startProgram, testProvider } from './sign-in.mjs';

const program = fileURLToPath(new URL('django_oauth_toolkit.py', import.meta.url));

testProvider('django-oauth-toolkit', async ({ clientId, clientSecret, redirectUri }) => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}/o`;
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-django-'));
  const args = [program, String(port), clientId, redirectUri, ada.email, ada.password];
  const env = { ...process.env, CLIENT_SECRET: clientSecret, DATABASE: path.join(folder, 'db.sqlite3') };
  const stop = await startProgram('django-oauth-toolkit', path.join(downloads, 'django/bin/python'), args, { issuer, env });
  return {
    issuer,
    answers: { username: ada.email, password: ada.password, allow: 'Authorize' },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
