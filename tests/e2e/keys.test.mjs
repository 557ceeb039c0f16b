// Signing keys: a rotation under load fails no request, tokens of the old key are good until they
// expire or the key is retired, and a published key does not sign before it is activated.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { randomToken, somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { Load } from '../harness/load.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preset = process.env.LATCHKEY_DEV_PRESET ?? 'dev';

let latchkey, client;

before(async () => {
  latchkey = await startLatchkey();
  client = latchkey.client;
});
after(() => latchkey?.stop());

const keys = (...args) =>
  execFileSync(
    path.join(root, 'build', preset, 'bin', 'latchkey'),
    ['keys', ...args, '--dir', path.join(latchkey.dir, 'keys')],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LATCHKEY_CONFIG: path.join(latchkey.dir, 'latchkey.conf') },
    },
  );
const signIn = async () => (await client.completeSignup(latchkey.provider, somebody())).json;
// Those who sign come back first: the others have to know what these sign with by then.
const restartAll = () =>
  latchkey.restartWorkers('auth-refresh', 'auth-complete-signup', 'auth-session', 'auth-logout');
const kidOf = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).kid;

test('the published keys verify an access token in a foreign implementation', async () => {
  const { accessToken, user, account } = await signIn();
  const fetchJwks = async (url) => {
    const { status, headers, text } = await client.request('GET', new URL(url).pathname);
    return new Response(text, { status, headers: { 'content-type': headers['content-type'] } });
  };
  const jwks = createRemoteJWKSet(new URL('/.well-known/jwks.json', latchkey.url), {
    [customFetch]: fetchJwks,
  });

  const { payload, protectedHeader } = await jwtVerify(accessToken, jwks, {
    issuer: latchkey.publicUrl, audience: latchkey.publicUrl, typ: 'at+jwt', algorithms: ['ES256'],
  });

  assert.equal(payload.sub, user.id);
  assert.equal(payload.account_id, account.id);
  assert.equal(payload.client_id, 'latchkey-web');
  assert.equal(payload.exp - payload.iat, 900);
  assert.equal(protectedHeader.kid, kidOf(accessToken));
});

test('a rotation by a rolling restart under load loses no request', async () => {
  const before = await signIn();
  let current = before;
  const load = new Load([
    ...Array.from({ length: 4 }, () => () => client.session(current.accessToken)),
    () => client.completeSignup(latchkey.provider, somebody()),
    async () => {
      const answer = await client.refresh(current.refreshToken, randomToken());
      if (answer.status === 200) current = { ...current, ...answer.json };
      return answer;
    },
  ]);
  await load.more(100);

  const kid = keys('publish').trim();
  await restartAll();
  assert.equal(kidOf((await signIn()).accessToken), kidOf(before.accessToken));
  keys('activate', kid);
  await restartAll();
  await load.more(100);

  assert.deepEqual(Object.keys(await load.stop()), ['200']);
  const after = await signIn();
  assert.equal(kidOf(after.accessToken), kid);
  const entries = await latchkey.sql(
    "SELECT event, detail->>'kid' AS kid FROM latchkey.audit_log WHERE event LIKE 'key_%' ORDER BY at DESC LIMIT 2");
  assert.deepEqual(entries, [{ event: 'key_activated', kid }, { event: 'key_published', kid }]);
  assert.equal((await client.session(before.accessToken)).status, 200, 'tokens of the old key are good');
  assert.equal((await client.session(after.accessToken)).status, 200);
});

test('a retired key is refused', async () => {
  const old = await signIn();
  keys('rotate');
  keys('retire', kidOf(old.accessToken));
  await latchkey.restartWorkers('auth-session', 'auth-refresh', 'auth-complete-signup');

  const refused = await client.session(old.accessToken);

  assert.equal(refused.status, 401);
  assert.equal(refused.json.code, 'access_token_invalid');
  const [entry] = await latchkey.sql("SELECT * FROM latchkey.audit_log WHERE event = 'key_retired'");
  assert.equal(entry.detail.kid, kidOf(old.accessToken));
  assert.equal((await latchkey.sql("SELECT FROM latchkey.audit_log WHERE event = 'key_rotated'")).length, 1);
  const renewed = await client.refresh(old.refreshToken, randomToken());
  assert.equal((await client.session(renewed.json.accessToken)).status, 200, 'the session goes on');
});
