// Refresh against logout, revoke and reuse, in whatever order Postgres takes them: 10,000 rounds on
// the stored functions themselves, many at once. After a logout, a revoke or a reuse was
// acknowledged, no token of the session is good for anything.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sharedLatchkey } from '../harness/latchkey.mjs';

const rounds = 10_000;
const lanes = 12; // rounds under way at once, each with up to four calls

let latchkey, sql;

before(async () => {
  latchkey = await sharedLatchkey({ connections: 48 });
  ({ sql } = latchkey);
});
after(() => latchkey?.stop());

const hash = () => randomBytes(32);

async function rotate(presented, successor, attempt) {
  const [answer] = await sql(
    'SELECT * FROM latchkey_api.session_rotate($1, $2, $3, 10, 604800, 0, NULL, NULL, NULL)',
    [presented, successor, attempt],
  );
  return answer;
}

const logout = (presented, scope) =>
  sql('SELECT * FROM latchkey_api.session_logout($1, $2, NULL, NULL, NULL)', [presented, scope]);

// A session of one user, as sign-in makes it, and the first token of it.
async function signIn(subject) {
  const token = hash();
  const [{ session_id: session, user_id: user }] = await sql(
    `SELECT * FROM latchkey_api.create_account_atomic(
       'https://issuer.example', $1, $1 || '@example.com', NULL, NULL, $2, 604800, 0, 25, NULL, NULL, NULL)`,
    [subject, token],
  );
  return { session, user, token };
}

// What ends the session while it is being refreshed. Each resolves when that is acknowledged.
const endings = {
  'a local logout': ({ token }) => logout(token, 'local'),
  'a global logout': ({ token }) => logout(token, 'global'),
  'a logout from another device': async ({ other }) => logout(other.token, 'others'),
  'a revoke from the list of devices': ({ session, user, other }) =>
    sql('SELECT * FROM latchkey_api.session_revoke($1, $2, $3, NULL, NULL, NULL)', [
      other.session, user, session,
    ]),
  'a reuse': async ({ session, token, successor }) => {
    // The thief comes after the rotation and after the grace window, with a key of its own.
    await rotate(token, successor, hash());
    await sql(
      "UPDATE latchkey.refresh_tokens SET spent_at = spent_at - interval '11 s' WHERE session_id = $1 AND spent_at IS NOT NULL",
      [session],
    );
    const { outcome } = await rotate(token, hash(), hash());
    assert.ok(['reused', 'revoked'].includes(outcome), outcome);
  },
};

async function round(number) {
  const names = Object.keys(endings);
  const end = endings[names[number % names.length]];
  const subject = `racer-${number % 500}`;
  const own = await signIn(subject);
  const other = await signIn(subject);
  const [key, successor, second] = [hash(), hash(), hash()];

  await Promise.all([
    rotate(own.token, successor, key),
    end({ ...own, other, successor }),
    rotate(own.token, successor, key),
    rotate(successor, second, hash()),
  ]);

  for (const token of [own.token, successor, second]) {
    const { outcome } = await rotate(token, hash(), key);
    assert.ok(['revoked', 'invalid'].includes(outcome), `round ${number}: ${outcome}`);
  }
  const [{ outcome }] = await sql('SELECT outcome FROM latchkey_api.session_get($1, $2)', [own.session, own.user]);
  assert.equal(outcome, 'revoked', `round ${number}`);
}

test(`${rounds} rounds leave no usable token behind`, async () => {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < rounds) await round(next++);
    }),
  );
});
