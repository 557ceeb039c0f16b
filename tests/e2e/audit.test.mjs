// The audit log tells of each event with its cause; and no token, code or key that was used in a run
// is anywhere in the database or in a log.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { randomToken, somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { onboardedUser } from '../harness/user.mjs';

let latchkey, client, sql;

before(async () => {
  latchkey = await startLatchkey({ env: { LATCHKEY_LOG_LEVEL: 'debug' } });
  ({ client, sql } = latchkey);
});
after(() => latchkey?.stop());

const sessionOf = ({ accessToken }) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()).sid;
// What the log has of one session's last event.
const lastEntry = async (user) =>
  (await sql('SELECT * FROM latchkey.audit_log WHERE session_id = $1 ORDER BY at DESC LIMIT 1', [
    sessionOf(user),
  ]))[0];

const agent = { 'user-agent': 'Browser/7' };
async function signIn(identity) {
  const input = client.signUpRequest(latchkey.provider, identity);
  return (await client.post('/api/auth/complete-signup', input, agent)).json;
}
const post = (route, body) => client.post(route, body, agent);

for (const [name, event, cause, reason] of [
  ['sign-up', 'sign_up', async () => {}],
  ['sign-in', 'sign_in', async () => {}],
  ['logout', 'logout', (user) => post('/api/auth/logout', { refreshToken: user.refreshToken }), 'logout'],
  ['a logout elsewhere', 'logout', async (user, other) =>
    post('/api/auth/logout', { refreshToken: (await other()).refreshToken }), 'logout_elsewhere'],
  ['a revoke', 'session_revoked', async (user, other) =>
    client.request('DELETE', `/api/auth/sessions/${sessionOf(user)}`, {
      headers: { ...agent, authorization: `Bearer ${(await other()).accessToken}` },
    }), 'revoked_by_user'],
  ['reuse of a refresh token', 'refresh_reuse', async ({ refreshToken }) => {
    const { json: next } = await post('/api/auth/refresh', { refreshToken });
    await post('/api/auth/refresh', { refreshToken: next.refreshToken });
    await post('/api/auth/refresh', { refreshToken });
  }, 'reuse'],
]) {
  test(`the audit log tells of ${name}, with address and program`, async () => {
    const identity = somebody();
    const first = await signIn(identity);
    const user = event === 'sign_in' ? await signIn(identity) : first;

    await cause(user, () => signIn(identity));

    const entry = await lastEntry(user);
    assert.equal(entry.event, event);
    assert.equal(entry.detail.reason, reason);
    assert.match(entry.ip, /^(127\.0\.0\.1|::1)$/);
    assert.equal(entry.user_agent, 'Browser/7');
    assert.match(entry.request_id, /^[0-9a-f]{32}$/);
    assert.equal(entry.user_id, first.user.id);
    assert.equal(entry.account_id, first.account.id);
  });
}

// Every file below a folder, as bytes.
function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) yield path.join(entry.path, entry.name);
  }
}

test('no token, code, verifier or key of a run is in the database or in a log', async () => {
  const secrets = new Map();
  const remember = (name, value) => secrets.set(value, name);
  const rememberPair = ({ accessToken, refreshToken }) => {
    remember('access token', accessToken);
    remember('signature of an access token', accessToken.split('.')[2]);
    remember('refresh token', refreshToken);
  };
  const input = client.signUpRequest(latchkey.provider, somebody());
  for (const name of ['code', 'codeVerifier', 'nonce']) remember(name, input[name]);
  const first = (await client.post('/api/auth/complete-signup', input)).json;
  rememberPair(first);
  const again = await client.post('/api/auth/complete-signup', input); // the code is spent
  assert.equal(again.json.code, 'oauth_code_rejected');
  const key = randomToken();
  remember('Idempotency-Key', key);
  const second = (await client.refresh(first.refreshToken, key)).json;
  rememberPair(second);
  rememberPair((await client.refresh(second.refreshToken, key)).json);
  await client.refresh(first.refreshToken, randomToken()); // reuse
  await client.session(second.accessToken);
  await client.request('GET', `/api/auth/session?token=${second.accessToken}`, { contract: false });
  await client.get('/api/leads', `${second.accessToken}x`);
  await client.post('/api/auth/refresh', `{"refreshToken":"${second.refreshToken}"`); // no JSON
  const user = await onboardedUser(latchkey);
  rememberPair(user);
  const attempt = randomToken();
  remember('Idempotency-Key', attempt);
  await user.create('/api/analyses', { title: 'A' }, attempt);
  await client.logout(user.refreshToken);
  for (const name of ['LATCHKEY_ROTATION_KEY', 'LATCHKEY_SIGNING_KEY']) {
    const [line] = readFileSync(path.join(latchkey.dir, 'secrets', name), 'utf8')
      .split('\n').filter((text) => text !== '' && !text.startsWith('-----'));
    remember(name, line);
  }
  remember('client secret', latchkey.provider.clientSecret);

  const { host, user: owner, database } = latchkey.database;
  const dump = execFileSync('pg_dump', ['-h', host, '-U', owner, database], { maxBuffer: 2 ** 28 });
  const places = [['the database', dump]];
  for (const file of filesIn(path.join(latchkey.dir, 'log'))) places.push([file, readFileSync(file)]);

  assert.ok(places.length > 10);
  for (const [place, bytes] of places) {
    for (const [secret, name] of secrets) {
      assert.ok(!bytes.includes(secret), `${place} holds a secret: ${name}`);
    }
  }
});
