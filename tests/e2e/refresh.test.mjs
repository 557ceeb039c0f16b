// Refresh: rotating and idempotent, by the table of docs/refresh-protocol.md. And logout.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomToken, somebody } from '../harness/client.mjs';
import { sharedLatchkey } from '../harness/latchkey.mjs';

let latchkey, client, provider, sql;

before(async () => {
  latchkey = await sharedLatchkey();
  ({ client, provider, sql } = latchkey);
});
after(() => latchkey?.stop());

const signIn = async () => (await client.completeSignup(provider, somebody())).json;
const statuses = (answers) => [...new Set(answers.map(({ status }) => status))].sort();
const sessionOf = (accessToken) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()).sid;

// Lets `seconds` pass for one session, in the database.
async function passes(accessToken, seconds) {
  await sql(
    `UPDATE latchkey.refresh_tokens
        SET issued_at = issued_at - make_interval(secs => $2), spent_at = spent_at - make_interval(secs => $2)
      WHERE session_id = $1`,
    [sessionOf(accessToken), seconds],
  );
}

async function assertEnded({ accessToken, refreshToken }) {
  const refreshed = await client.refresh(refreshToken, randomToken());
  assert.equal(refreshed.status, 401);
  assert.equal(refreshed.json.code, 'session_revoked');
  const session = await client.session(accessToken);
  assert.equal(session.status, 401);
  assert.equal(session.json.code, 'session_revoked');
}

test('a refresh spends the token for its successor and a fresh access token', async () => {
  const first = await signIn();

  const { status, json: next } = await client.refresh(first.refreshToken, randomToken());

  assert.equal(status, 200);
  assert.notEqual(next.refreshToken, first.refreshToken);
  assert.equal(next.refreshExpiresIn, 604_800);
  assert.equal((await client.session(next.accessToken)).status, 200);
  assert.equal((await client.refresh(next.refreshToken, randomToken())).status, 200);
});

test('a repeat with the same key gets the same successor, also a day later', async () => {
  const first = await signIn();
  const key = randomToken();
  const { json: next } = await client.refresh(first.refreshToken, key);
  await passes(first.accessToken, 25 * 3600);

  const repeated = await client.refresh(first.refreshToken, key);

  assert.equal(repeated.status, 200);
  assert.equal(repeated.json.refreshToken, next.refreshToken);

  const stolen = await client.refresh(first.refreshToken, randomToken());

  assert.equal(stolen.json.code, 'refresh_token_reused');
  await assertEnded(next);
});

test('without a key a repeat is good within the grace window', async () => {
  const first = await signIn();
  const { json: next } = await client.refresh(first.refreshToken);
  await passes(first.accessToken, 8);

  assert.equal((await client.refresh(first.refreshToken)).json.refreshToken, next.refreshToken);
  await passes(first.accessToken, 3);
  const late = await client.refresh(first.refreshToken);

  assert.equal(late.status, 401);
  assert.equal(late.json.code, 'refresh_token_reused');
  await assertEnded(next);
});

test('another key after the grace window is reuse and ends the session', async () => {
  const first = await signIn();
  const { json: next } = await client.refresh(first.refreshToken, randomToken());
  await passes(first.accessToken, 11);

  const stolen = await client.refresh(first.refreshToken, randomToken());

  assert.equal(stolen.status, 401);
  assert.equal(stolen.json.code, 'refresh_token_reused');
  await assertEnded(next);
  const [{ count }] = await sql(
    `SELECT count(*)::int FROM latchkey.audit_log WHERE session_id = $1 AND event LIKE '%reuse%'`,
    [sessionOf(first.accessToken)],
  );
  assert.equal(count, 1);
});

test('a late duplicate of the network, its successor long spent, ends no session', async () => {
  const first = await signIn();
  const key = randomToken();
  const { json: second } = await client.refresh(first.refreshToken, key);
  const { json: third } = await client.refresh(second.refreshToken, randomToken());

  const late = await client.refresh(first.refreshToken, key);

  assert.equal(late.status, 401);
  assert.equal(late.json.code, 'refresh_token_reused');
  assert.equal((await client.session(third.accessToken)).status, 200);
  assert.equal((await client.refresh(third.refreshToken, randomToken())).status, 200);
});

test('an expired token says so, and an unknown or malformed one is invalid', async () => {
  const first = await signIn();
  await sql(
    `UPDATE latchkey.refresh_tokens SET expires_at = now() - interval '1 second' WHERE session_id = $1`,
    [sessionOf(first.accessToken)],
  );

  assert.equal((await client.refresh(first.refreshToken)).json.code, 'refresh_token_expired');
  for (const token of [randomToken(), 'x', `${randomToken()}=`, randomToken(33)]) {
    const { status, json } = await client.refresh(token, randomToken());
    assert.equal(status, 401);
    assert.equal(json.code, 'refresh_token_invalid');
  }
});

for (const [name, keys] of [
  ['one key', () => 'k'.repeat(32)],
  ['a key each', () => randomToken()],
  ['no key', () => undefined],
]) {
  test(`1,000 parallel refreshes of one token with ${name} give one successor`, async () => {
    const { accessToken, refreshToken } = await signIn();

    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => client.refresh(refreshToken, keys())),
    );

    assert.deepEqual(statuses(answers), [200]);
    assert.equal(new Set(answers.map(({ json }) => json.refreshToken)).size, 1);
    const [{ count }] = await sql(
      'SELECT count(*)::int FROM latchkey.refresh_tokens WHERE session_id = $1',
      [sessionOf(accessToken)],
    );
    assert.equal(count, 2);
  });
}

test('logout ends every session of the user, at once', async () => {
  const ada = somebody();
  const phone = (await client.completeSignup(provider, ada)).json;
  const laptop = (await client.completeSignup(provider, ada)).json;

  const { status, json } = await client.logout(phone.refreshToken);

  assert.equal(status, 200);
  assert.deepEqual(json, { success: true });
  await assertEnded(phone);
  await assertEnded(laptop);
});

test('a local logout ends this session, and others all but this one', async () => {
  const ada = somebody();
  const [phone, laptop, tablet] = await Promise.all(
    [1, 2, 3].map(async () => (await client.completeSignup(provider, ada)).json),
  );

  await client.logout(phone.refreshToken, 'local');
  await assertEnded(phone);
  assert.equal((await client.session(laptop.accessToken)).status, 200);

  await client.logout(laptop.refreshToken, 'others');
  await assertEnded(tablet);
  assert.equal((await client.session(laptop.accessToken)).status, 200);
});

test('a spent token of the session ends it as well', async () => {
  const first = await signIn();
  const { json: next } = await client.refresh(first.refreshToken, randomToken());

  assert.equal((await client.logout(first.refreshToken, 'local')).status, 200);

  await assertEnded(next);
});

test('an unknown token logs out with a 200, and a wrong scope is a 422', async () => {
  assert.equal((await client.logout(randomToken())).status, 200);
  assert.equal((await client.logout('x')).status, 200);
  const wrong = await client.logout(randomToken(), 'everything');
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.fields[0].field, 'scope');
});

test('after an acknowledged logout no refresh in flight has left a usable token', async () => {
  for (let round = 0; round < 50; round += 1) {
    const { accessToken, refreshToken } = await signIn();
    const key = randomToken();

    const [loggedOut, ...refreshes] = await Promise.all([
      client.logout(refreshToken, 'local'),
      ...Array.from({ length: 8 }, () => client.refresh(refreshToken, key)),
    ]);

    assert.equal(loggedOut.status, 200);
    const gained = refreshes.filter(({ status }) => status === 200).map(({ json }) => json);
    for (const pair of [{ accessToken, refreshToken }, ...gained]) await assertEnded(pair);
  }
});
