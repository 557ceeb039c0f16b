// Exactly one Stripe customer an account, whatever goes wrong between the outbox and Stripe.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { somebody } from '../harness/client.mjs';
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
  let open;
  for (let run = 0; run < 10; run += 1) {
    await outbox.cron(env);
    open = (await outbox.jobs()).filter(({ state }) => ['due', 'later', 'in_flight'].includes(state));
    if (open.length === 0) return;
    await outbox.dueNow();
  }
  const dead = (await outbox.jobs()).filter(({ state }) => state === 'dead');
  assert.fail(`after ten runs: ${JSON.stringify([dead, open])}`);
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

test('a Stripe that takes a create and never answers is left after 30 s, with one customer', async () => {
  const account = await outbox.account();
  outbox.stripe.fault('hangAfterCommit', { at: 'create', times: 1 });
  const started = Date.now();

  await drainAll();

  assert.ok(Date.now() - started >= 30_000);
  await hasOneCustomer(account);
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
    'nothing was created again');
});

test('kill -9 of cron at each step, a hundred times, leaves one customer an account', async () => {
  const accounts = [];
  for (let round = 0; round < 100; round += 1) {
    const account = await outbox.account();
    await outbox.onboard(account);
    accounts.push(account);
    const { child, ended } = outbox.run('latchkey-cron');
    const kill = () => child.kill('SIGKILL');
    if (round % 4 === 3) {
      setTimeout(kill, (round % 20) * 2); // somewhere: starting, claiming, freezing, writing down
    } else {
      // When a request has arrived, which is then carried out: a create, an update or any.
      const at = ['create', 'update', undefined][round % 4];
      outbox.stripe.fault('slow', { at, when: () => kill() && false });
    }
    await ended;
    outbox.stripe.behave();
    if (round === 50) await outbox.age(25);
    await outbox.dueNow();
  }

  await drainAll();

  for (const [round, account] of accounts.entries()) await hasOneCustomer(account, `round ${round}`);
});

test('told to stop, cron finishes or gives its jobs back', async () => {
  const accounts = await outbox.accounts(20);
  let asked;
  const someAsked = new Promise((resolve) => (asked = resolve));
  outbox.stripe.fault('hang', { at: 'create', when: () => asked() ?? true });
  const { child, ended } = outbox.run('latchkey-cron');
  await someAsked;
  const told = Date.now();
  child.kill('SIGTERM');

  const { code } = await ended;

  assert.equal(code, 0);
  assert.ok(Date.now() - told < 6000, `${Date.now() - told} ms`);
  const jobs = (await Promise.all(accounts.map((account) => outbox.jobs(account)))).flat();
  assert.deepEqual([...new Set(jobs.map(({ state }) => state))], ['due'], 'no lease is left');
  outbox.stripe.behave();
  await drainAll();
  for (const account of accounts) await hasOneCustomer(account);
});

test('a poison job delays nobody, dies at once and is shown; a person retries or discards it', async () => {
  const [poor, ...others] = await outbox.accounts(5);
  await outbox.onboard(poor);
  const when = ({ body }) => body.includes(poor.account_id);
  outbox.stripe.fault('http400', { when });

  const { code } = await outbox.cron();

  assert.equal(code, 1);
  for (const account of others) await hasOneCustomer(account);
  const [create, update] = await outbox.jobs(poor);
  assert.deepEqual([create.state, update.state, create.attempts], ['dead', 'later', 1]);
  const listed = await outbox.latchkeyCommand('outbox', 'list', 'dead');
  assert.match(listed.out, /stripe[.]customer[.]create +dead .*Stripe answered 400 .*parameter_invalid/);
  const health = await outbox.latchkey.client.get('/api/health');
  assert.equal(health.json.checks.outbox, 'degraded: 1 job dead');

  outbox.stripe.behave();
  assert.equal((await outbox.latchkeyCommand('outbox', 'retry', `${create.id}`)).code, 0);
  await outbox.cron();
  await hasOneCustomer(poor);
  assert.deepEqual((await outbox.jobs(poor)).map(({ state }) => state), ['done', 'done']);
});

test('a key that Stripe refuses kills no job: they wait until it is right', async () => {
  const accounts = await outbox.accounts(3);

  const { code, log } = await outbox.cron({ LATCHKEY_STRIPE_SECRET_KEY: 'sk_test_wrong' });

  assert.equal(code, 0);
  assert.ok(log.some(({ message }) => message === 'Stripe refuses our key'));
  assert.match((await outbox.latchkeyCommand('outbox', 'status')).out,
    /stripe: jobs wait, since Stripe refuses LATCHKEY_STRIPE_SECRET_KEY/);
  await outbox.dueNow();
  await outbox.cron();
  for (const account of accounts) await hasOneCustomer(account);
});

test('without a key jobs wait, visibly, and drain when one is set', async () => {
  const accounts = await outbox.accounts(3);

  const { code, log } = await outbox.cron({ LATCHKEY_STRIPE_SECRET_KEY: '' });

  assert.equal(code, 0);
  const waiting = log.find(({ message }) => message === 'jobs wait');
  assert.deepEqual([waiting.lane, waiting.jobs, waiting.why],
    ['stripe', 3, 'LATCHKEY_STRIPE_SECRET_KEY is not set']);
  const { out } = await outbox.latchkeyCommand('outbox', 'status');
  assert.match(out, /^stripe +3 +0 +0 /m);
  assert.match(out, /stripe: jobs wait, since LATCHKEY_STRIPE_SECRET_KEY is not set/);

  await outbox.cron();
  for (const account of accounts) await hasOneCustomer(account);
  assert.doesNotMatch((await outbox.latchkeyCommand('outbox', 'status')).out, /stripe: jobs wait/);
});

test('sign-up works unchanged while Stripe is down, and its customer follows', async () => {
  await outbox.stripe.stop();
  const { latchkey } = outbox;

  const { status, json } = await latchkey.client.completeSignup(latchkey.provider, somebody());
  const down = await outbox.cron();
  await outbox.stripe.start();
  await outbox.dueNow();
  await outbox.cron();

  assert.equal(status, 200);
  assert.equal(json.account.credits, 25);
  assert.equal(down.code, 0);
  await hasOneCustomer({ account_id: json.account.id });
});

test('an address that Stripe refuses alarms nobody; corrected, it is retried with the new one', async () => {
  const account = await outbox.account({ email: 'bad@example.org' });
  await outbox.onboard(account);
  outbox.stripe.fault('invalidEmail', { when: ({ body }) => body.includes('bad%40') });

  const { code } = await outbox.cron();

  assert.equal(code, 0);
  const [create] = await outbox.jobs(account);
  assert.equal(create.state, 'dead');
  assert.equal((await outbox.latchkey.client.get('/api/health')).json.checks.outbox, 'ok');

  await outbox.sql('UPDATE latchkey.users SET email = $2 WHERE id = $1', [account.user_id, 'good@example.org']);
  assert.equal((await outbox.latchkeyCommand('outbox', 'retry', `${create.id}`)).code, 0);
  await outbox.cron();

  await hasOneCustomer(account);
  assert.equal(outbox.customersOf(account)[0].email, 'good@example.org');
  assert.notEqual((await outbox.jobs(account))[0].idempotency_key, create.idempotency_key);
});

test('after its create was discarded, an update makes it first', async () => {
  const account = await outbox.account();
  outbox.stripe.fault('http400', {});
  await outbox.cron();
  outbox.stripe.behave();
  const [create] = await outbox.jobs(account);
  assert.equal((await outbox.latchkeyCommand('outbox', 'discard', `${create.id}`)).code, 0);
  await outbox.onboard(account);

  await outbox.cron();

  await hasOneCustomer(account);
  assert.deepEqual((await outbox.jobs(account)).map(({ state }) => state), ['done', 'done']);
  assert.equal(outbox.customersOf(account)[0].metadata.business_name, 'Analytical Engines');
});

test('a create that was discarded with its answer lost is looked for, not made twice', async () => {
  const account = await outbox.account();
  outbox.stripe.fault('lostResponse', { at: 'create', times: 1 });
  outbox.stripe.fault('http503', { at: 'create' });
  await outbox.cron();
  outbox.stripe.behave();
  await outbox.age(25);
  await outbox.latchkeyCommand('outbox', 'discard', `${(await outbox.jobs(account))[0].id}`);
  await outbox.onboard(account);

  await outbox.cron();

  await hasOneCustomer(account);
});

test('a run with nothing to do writes nothing', async () => {
  await outbox.cron();

  const { code, err } = await outbox.cron();

  assert.deepEqual([code, err], [0, '']);
});

test('without the database a run ends with 75, for the next one to try again', async () => {
  const away = { LATCHKEY_DATABASE_URL: 'host=/nowhere dbname=latchkey' };
  const nothing = { ...away, LATCHKEY_STRIPE_SECRET_KEY: '', LATCHKEY_SMTP_URL: '' };

  const runs = await Promise.all([outbox.cron(away), outbox.cron(nothing)]);

  assert.deepEqual(runs.map(({ code }) => code), [75, 75]);
  for (const { log } of runs) assert.ok(log.every(({ message }) => message !== 'drained'));
});

test('a failed job is one event at Sentry, whatever their number, without personal data', async () => {
  const accounts = await outbox.accounts(30);
  const envelopes = [];
  const sentry = http.createServer(async (request, response) => {
    const chunks = await request.toArray();
    envelopes.push({ url: request.url, auth: request.headers['x-sentry-auth'], text: chunks.join('') });
    response.end('{}');
  });
  await new Promise((resolve) => sentry.listen(0, '127.0.0.1', resolve));
  outbox.stripe.fault('http400', {});

  await outbox.cron({ LATCHKEY_SENTRY_DSN: `http://public@127.0.0.1:${sentry.address().port}/42` });
  sentry.close();

  assert.equal(envelopes.length, 1);
  const [{ url, auth, text }] = envelopes;
  assert.equal(url, '/api/42/envelope/');
  assert.match(auth, /sentry_version=7.*sentry_key=public/);
  const [header, item, event, ...rest] = text.split('\n');
  assert.deepEqual(rest, ['']);
  assert.equal(JSON.parse(item).type, 'event');
  assert.equal(JSON.parse(item).length, Buffer.byteLength(event));
  const { event_id: id, level, extra, tags } = JSON.parse(event);
  assert.equal(id, JSON.parse(header).event_id);
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.equal(level, 'error');
  assert.equal(extra.jobs, 30);
  assert.equal(tags.kind, 'stripe.customer.create');
  for (const { email } of accounts) assert.ok(!text.includes(email));
});

test('purge deletes what is old and nothing else', async () => {
  const account = await outbox.account();
  await outbox.cron();
  const before = await outbox.sql('SELECT count(*)::int AS n FROM latchkey.outbox');
  await outbox.sql(`UPDATE latchkey.outbox SET finished_at = now() - interval '31 days'
                     WHERE account_id = $1`, [account.account_id]);
  await outbox.sql(`UPDATE latchkey.sessions SET expires_at = now() - interval '31 days'
                     WHERE account_id = $1`, [account.account_id]);

  const { code, log } = await outbox.cron({}, ['purge']);

  assert.equal(code, 0);
  const purged = log.find(({ message }) => message === 'purged');
  assert.deepEqual([purged.sessions, purged.jobs], [1, 1]);
  const after = await outbox.sql('SELECT count(*)::int AS n FROM latchkey.outbox');
  assert.equal(after[0].n, before[0].n - 1);
});

test('a command that is none is refused with what there is', async () => {
  const { code, err } = await outbox.cron({}, ['fly']);

  assert.equal(code, 64);
  assert.match(err, /Usage: latchkey-cron \[drain [|] purge\]/);
});
