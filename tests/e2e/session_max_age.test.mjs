// LATCHKEY_SESSION_MAX_AGE: refreshes go on until the session is that old, whoever refreshes how often.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomToken } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { newUser } from '../harness/user.mjs';

const maxAge = 1000;

let latchkey, client;

before(async () => {
  latchkey = await startLatchkey({ env: { LATCHKEY_SESSION_MAX_AGE: `${maxAge}` } });
  ({ client } = latchkey);
});
after(() => latchkey?.stop());

const claimsOf = (accessToken) => JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url'));

// Lets `seconds` pass for one session, in the database.
async function passes({ accessToken }, seconds) {
  const { sid } = claimsOf(accessToken);
  for (const [table, column, times] of [
    ['sessions', 'id', ['created_at', 'last_used_at', 'expires_at', 'absolute_expires_at']],
    ['refresh_tokens', 'session_id', ['issued_at', 'spent_at', 'expires_at']],
  ]) {
    const moved = times.map((time) => `${time} = ${time} - make_interval(secs => $2)`).join(', ');
    await latchkey.sql(`UPDATE latchkey.${table} SET ${moved} WHERE ${column} = $1`, [sid, seconds]);
  }
}

test('a session ends at its greatest age, however often it was refreshed', async () => {
  const user = await newUser(latchkey);
  assert.equal(user.refreshExpiresIn, maxAge);
  await passes(user, 600);

  const { json: second } = await client.refresh(user.refreshToken, randomToken());
  assert.ok(second.refreshExpiresIn <= maxAge - 600, `${second.refreshExpiresIn}`);
  await passes(user, 390);
  const { json: third } = await client.refresh(second.refreshToken, randomToken());
  assert.ok(third.refreshExpiresIn <= 10, `${third.refreshExpiresIn}`);
  await passes(user, 11);

  const late = await client.refresh(third.refreshToken, randomToken());
  assert.equal(late.status, 401);
  assert.equal(late.json.code, 'refresh_token_expired');
  assert.equal((await client.session(third.accessToken)).json.code, 'session_revoked');
});

test('an access token does not outlive its session', async () => {
  const user = await newUser(latchkey);
  await passes(user, 600);

  const { json } = await client.refresh(user.refreshToken, randomToken());

  const { iat, exp } = claimsOf(json.accessToken);
  assert.ok(exp - iat <= maxAge - 600, `${exp - iat}`);
  assert.equal(json.expiresIn, exp - iat);
});
