// Many jobs, and several crons at once.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Outbox } from '../harness/outbox.mjs';

let outbox;
before(async () => {
  outbox = await Outbox.start();
});
after(() => outbox?.stop());
afterEach(() => outbox.stripe.behave());

const creates = (since = 0) =>
  outbox.stripe.requests.slice(since).filter(({ operation }) => operation === 'create');

// The most requests within any second.
function mostInASecond(requests) {
  let most = 0;
  for (let first = 0, last = 0; last < requests.length; last += 1) {
    while (requests[last].at - requests[first].at >= 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const signUpMany = (count) => outbox.sql(
  `SELECT FROM generate_series(1, $1) AS i,
          latchkey_api.create_account_atomic('https://issuer.example', 'many ' || gen_random_uuid(),
            i || '@example.org', NULL, NULL, sha256(gen_random_uuid()::text::bytea), 604800, 0, 25, NULL,
            NULL, NULL)`, [count]);

test('two crons over 10,000 jobs claim none twice', async () => {
  await signUpMany(10_000);

  const [one, other] = await Promise.all([outbox.cron(), outbox.cron()]);

  assert.deepEqual([one.code, other.code], [0, 0]);
  const counts = [one, other].map(({ log }) => log.find(({ message }) => message === 'drained').done);
  assert.equal(counts[0] + counts[1], 10_000);
  assert.ok(Math.min(...counts) > 0, 'both had their share');
  const [row] = await outbox.sql(
    `SELECT count(*)::int AS jobs, max(fence)::int AS claims, count(DISTINCT state)::int AS states
       FROM latchkey.outbox WHERE lane = 'stripe'`);
  assert.deepEqual(row, { jobs: 10_000, claims: 1, states: 1 });
  assert.equal(creates().length, 10_000);
  assert.equal(new Set(creates().map(({ key }) => key)).size, 10_000);
});

// LATCHKEY_TEST_429_SECONDS=600 makes it the outage it stands for.
test('crons that get nothing but 429 for long stay under the cap, and then finish', async () => {
  const seconds = Number(process.env.LATCHKEY_TEST_429_SECONDS ?? 10);
  const rate = 25;
  const since = outbox.stripe.requests.length;
  await signUpMany(60);
  outbox.stripe.fault('http429', { headers: { 'retry-after': '1' } });
  const over = setTimeout(() => outbox.stripe.behave(), seconds * 1000);
  const env = { LATCHKEY_STRIPE_RATE: `${rate}` };
  const pending = async () => (await outbox.sql(
    "SELECT count(*)::int AS n FROM latchkey.outbox WHERE lane = 'stripe' AND state <> 'done'"))[0].n;
  const timer = async () => {
    while ((await pending()) > 0) await outbox.cron(env);
  };

  await Promise.all([timer(), timer()]);
  clearTimeout(over);

  const asked = creates(since);
  assert.ok(asked.filter(({ fault }) => fault).length > 0);
  assert.equal(asked.filter(({ fault }) => !fault).length, 60);
  // Two more, since they are counted where they arrive, by a process that may be late itself.
  assert.ok(mostInASecond(asked) <= rate + 2, `${mostInASecond(asked)} in a second`);
  const [{ attempts }] = await outbox.sql(
    "SELECT max(attempts)::int AS attempts FROM latchkey.outbox WHERE lane = 'stripe'");
  assert.equal(attempts, 1, 'what was not looked at does not count as an attempt');
});
