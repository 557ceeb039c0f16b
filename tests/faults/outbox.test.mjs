// Exactly one Stripe customer an account, whatever goes wrong between the outbox and Stripe.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Outbox } from '../harness/outbox.mjs';

let outbox;
before(async () => {
  outbox = await Outbox.start();
});
after(() => outbox?.stop());
afterEach(async () => {
  outbox.stripe.behave();
  await outbox.sql(`UPDATE latchkey.outbox SET state = 'discarded', finished_at = now()
                     WHERE state IN ('pending', 'dead')`);
});

// One customer at Stripe, the account has it, the job is done.
async function hasOneCustomer(account, what) {
  const customers = outbox.customersOf(account);
  assert.equal(customers.length, 1, what);
  assert.equal(await outbox.customerOf(account), customers[0].id);
  const [create] = await outbox.jobs(account);
  assert.equal(create.state, 'done');
}

// Drains again and again, as if time had passed in between, until nothing is pending.
async function drainAll(env) {
  const ends = [];
  for (let run = 0; run < 10; run += 1) {
    ends.push(await outbox.cron(env));
    const open = (await outbox.jobs()).filter(({ state }) => ['due', 'later', 'in_flight'].includes(state));
    if (open.length === 0) return ends;
    await outbox.dueNow();
  }
  assert.fail(JSON.stringify([await outbox.jobs(), ends.at(-1)]));
}

test('a customer is created with what Stripe needs to know', async () => {
  const account = await outbox.account({ email: 'ada+1@example.org', name: 'Ada, Countess of Lovelace ☃' });

  const { code, log } = await outbox.cron();

  assert.equal(code, 0);
  assert.equal(log.at(-1).message, 'drained');
  assert.equal(log.at(-1).done, 1);
  await hasOneCustomer(account);
  const [customer] = outbox.customersOf(account);
  assert.equal(customer.email, 'ada+1@example.org');
  assert.equal(customer.name, 'Ada, Countess of Lovelace ☃');
  assert.deepEqual(customer.metadata, { account_id: account.account_id, user_id: account.user_id });
});

test('an update waits for its create and brings the profile, cut to what Stripe takes', async () => {
  const account = await outbox.account();
  await outbox.onboard(account, '☃'.repeat(600), 'https://example.org/');

  await outbox.cron();

  await hasOneCustomer(account);
  const [{ metadata }] = outbox.customersOf(account);
  assert.equal(metadata.business_name, '☃'.repeat(500));
  assert.equal(metadata.website, 'https://example.org/');
  assert.deepEqual((await outbox.jobs(account)).map(({ state }) => state), ['done', 'done']);
});

const faults = [
  ['reset'], ['redirect'], ['http409'], ['http429'], ['lockTimeout'], ['http500'], ['http502'], ['http503'],
  ['http503', { headers: { 'stripe-should-retry': 'false' } }],
  ['http429', { headers: { 'retry-after': '1' } }],
  ['stored500'], ['stored500AfterCommit'], ['lostResponse'], ['partialBody'], ['garbage'], ['hugeBody'],
];
test('each fault of Stripe, once and three times in a row, leaves one customer', async () => {
  const struck = [];
  for (const [name, options = {}] of faults) {
    for (const times of [1, 3]) {
      const account = await outbox.account();
      const when = ({ body, query }) => `${body}${query}`.includes(account.account_id);
      outbox.stripe.fault(name, { at: 'create', when, times, ...options });
      struck.push({ account, name, times });
    }
  }

  await drainAll();

  for (const { account, name, times } of struck) {
    await hasOneCustomer(account, `${name}, ${times} times`);
  }
});

test('what goes wrong while it looks for the customer does no harm either', async () => {
  const account = await outbox.account();
  outbox.stripe.fault('stored500AfterCommit', { at: 'create', times: 1 });
  for (const name of ['reset', 'http500', 'garbage', 'http429']) {
    outbox.stripe.fault(name, { at: 'list', times: 1 });
  }

  await drainAll();

  await hasOneCustomer(account);
});

test('a create whose response was lost and whose retry comes 25 hours later adopts', async () => {
  const account = await outbox.account();
  outbox.stripe.fault('lostResponse', { at: 'create', times: 1 });
  outbox.stripe.fault('http503', { at: 'create' });
  await outbox.cron();
  const creates = outbox.stripe.requests.filter(({ operation }) => operation === 'create').length;

  outbox.stripe.behave();
  await outbox.age(25);
  await outbox.dueNow();
  await outbox.cron();

  await hasOneCustomer(account);
  assert.equal(outbox.stripe.requests.filter(({ operation }) => operation === 'create').length, creates,
    'nothing was created anew');
});
