// The fake Stripe: what it knows of customers, keys and time, and that Stripe's own client for Node,
// which was written against the real one, finds nothing wrong.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import StripeClient from 'stripe';
import { startStripe } from './stripe.mjs';
import { schemas } from './stripe/parameters.mjs';

const hour = 3600;
const ada = { email: 'ada@example.com', name: 'Ada Lovelace', metadata: { account_id: 'a-1' } };
let stripe;
let client;

beforeEach(async () => {
  stripe = await startStripe();
  client = clientWith(stripe.secretKey);
});
afterEach(() => stripe.stop());

function clientWith(key, options = {}) {
  const { hostname, port } = new URL(stripe.url);
  return new StripeClient(key, {
    host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, ...options });
}

// As a hand-made client would: {status, headers, body}.
async function call(path, { method = 'POST', body = '', key, headers = {} } = {}) {
  const answer = await fetch(`${stripe.url}/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${stripe.secretKey}`,
      'stripe-version': '2026-10-28.endive',
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(key && { 'idempotency-key': key }),
      ...headers,
    },
    ...(method === 'POST' && { body }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const emails = async (params) => (await client.customers.list(params)).data.map(({ email }) => email);

test('creates, reads and updates customers, metadata merged and unset by the empty value', async () => {
  const made = await client.customers.create(ada);
  await client.customers.update(made.id, { metadata: { plan: 'pro', account_id: 'a-2' } });
  await client.customers.update(made.id, { metadata: { plan: '' }, phone: '+44 1' });

  const read = await client.customers.retrieve(made.id);

  assert.equal(read.email, ada.email);
  assert.equal(read.phone, '+44 1');
  assert.deepEqual({ ...read.metadata }, { account_id: 'a-2' });
  assert.deepEqual(stripe.customers.map(({ id }) => id), [made.id]);
});

test('lists newest first, by e-mail and time of creation, in pages', async () => {
  stripe.setClock(1000);
  for (let i = 1; i <= 5; i += 1) {
    await client.customers.create({ email: `${i % 2 ? 'odd' : 'even'}@example.com`, name: `${i}` });
    stripe.advance(10);
  }

  assert.deepEqual(await emails({ limit: 2 }), ['odd@example.com', 'even@example.com']);
  assert.deepEqual(await emails({ email: 'EVEN@example.com' }), []);
  const page = await client.customers.list({ email: 'odd@example.com', limit: 2 });
  assert.deepEqual(page.data.map(({ name }) => name), ['5', '3']);
  assert.equal(page.has_more, true);
  const next = await client.customers.list({ limit: 2, starting_after: page.data[1].id });
  assert.deepEqual(next.data.map(({ name }) => name), ['2', '1']);
  assert.equal((await emails({ created: { gte: 1010, lt: 1030 } })).length, 2);
});

test('walks all pages with the foreign client\'s own iterator', async () => {
  for (let i = 0; i < 25; i += 1) stripe.seed({ email: `u${i}@example.com` });

  const seen = await client.customers.list({ limit: 10 }).autoPagingToArray({ limit: 100 });

  assert.equal(new Set(seen.map(({ id }) => id)).size, 25);
});

test('answers a repeated key with what it answered first, for 24 hours', async () => {
  const options = { idempotencyKey: 'key-1' };
  const first = await client.customers.create(ada, options);
  stripe.advance(24 * hour - 5);
  const second = await client.customers.create(ada, options);
  stripe.advance(10);
  const third = await client.customers.create(ada, options);

  assert.equal(second.id, first.id);
  assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
  assert.notEqual(third.id, first.id);
  assert.equal(stripe.customers.length, 2);
});

test('refuses a key with other parameters or on another path', async () => {
  const made = await client.customers.create(ada, { idempotencyKey: 'key-1' });
  const isMismatch = { type: 'StripeIdempotencyError', statusCode: 400 };

  const other = { ...ada, name: 'Ada' };
  await assert.rejects(client.customers.create(other, { idempotencyKey: 'key-1' }), isMismatch);
  await assert.rejects(
    client.customers.update(made.id, ada, { idempotencyKey: 'key-1' }), isMismatch);
});

test('a request whose like is in progress is a 409, and the first is done all the same', async () => {
  stripe.fault('slow', { at: 'create', times: 1, ms: 300 });
  const first = client.customers.create(ada, { idempotencyKey: 'key-1' });
  while (stripe.requests.length === 0) await new Promise(setImmediate);

  const second = await call('customers', { key: 'key-1', body: formOf(ada) });

  assert.equal(second.status, 409);
  assert.equal(second.body.error.code, 'idempotency_key_in_use');
  assert.equal((await first).email, ada.email);
});

const formOf = ({ email, name, metadata }) =>
  new URLSearchParams({ email, name, 'metadata[account_id]': metadata.account_id }).toString();

for (const [fault, made] of [['stored500', 0], ['stored500AfterCommit', 1]]) {
  test(`${fault}: the 500 is kept, and whether the customer exists can't be told from it`, async () => {
    stripe.fault(fault, { at: 'create', times: 1 });
    const create = () => call('customers', { key: 'key-1', body: formOf(ada) });

    const first = await create();
    const second = await create();

    assert.deepEqual([first.status, second.status], [500, 500]);
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    assert.equal(stripe.customers.length, made);
  });
}

for (const fault of ['http500', 'http502', 'http503', 'http429', 'http409', 'lockTimeout']) {
  test(`${fault}: nothing is done or kept, and the same key works later`, async () => {
    const headers = { 'retry-after': '7', 'stripe-should-retry': 'true' };
    stripe.fault(fault, { at: 'create', times: 1, headers });
    await assert.rejects(client.customers.create(ada, { idempotencyKey: 'key-1' }));

    const made = await client.customers.create(ada, { idempotencyKey: 'key-1' });

    assert.deepEqual(stripe.customers.map(({ id }) => id), [made.id]);
  });
}

test('a 429 carries the headers that were asked for', async () => {
  stripe.fault('http429', { headers: { 'retry-after': '7', 'stripe-should-retry': 'false' } });

  const { status, headers } = await call('customers', { method: 'GET' });

  assert.equal(status, 429);
  assert.equal(headers.get('retry-after'), '7');
  assert.equal(headers.get('stripe-should-retry'), 'false');
});

for (const fault of ['lostResponse', 'partialBody', 'garbage', 'hangAfterCommit']) {
  test(`${fault}: the customer exists, and a repeat with the key finds it`, async () => {
    stripe.fault(fault, { at: 'create', times: 1 });
    const create = (signal) => fetch(`${stripe.url}/v1/customers`, {
      method: 'POST', signal, body: new URLSearchParams(formOf(ada)),
      headers: { authorization: `Bearer ${stripe.secretKey}`, 'stripe-version': '2026-10-28.endive',
        'idempotency-key': 'key-1' },
    }).then((answer) => answer.json());
    await assert.rejects(create(AbortSignal.timeout(200)));

    const again = await create();

    assert.deepEqual(stripe.customers.map(({ id }) => id), [again.id]);
  });
}

for (const fault of ['reset', 'hang']) {
  test(`${fault}: no answer, and nothing is done`, async () => {
    stripe.fault(fault, { at: 'create' });
    const impatient = clientWith(stripe.secretKey, { timeout: 200 });

    await assert.rejects(impatient.customers.create(ada), { type: 'StripeConnectionError' });

    assert.equal(stripe.customers.length, 0);
  });
}

test('a fault strikes the requests it was meant for, and behave() ends it', async () => {
  stripe.fault('http400', { when: ({ body }) => body.includes('eve') });

  await client.customers.create(ada);
  await assert.rejects(client.customers.create({ email: 'eve@example.com' }), { statusCode: 400 });
  stripe.behave();
  await client.customers.create({ email: 'eve@example.com' });

  assert.deepEqual(stripe.requests.map(({ fault }) => fault), [undefined, 'http400', undefined]);
});

test('takes its own key only', async () => {
  const stranger = clientWith('sk_test_stranger');

  await assert.rejects(stranger.customers.create(ada), { type: 'StripeAuthenticationError' });
});

test('answers more requests than its rate allows with 429', async () => {
  await stripe.stop();
  stripe = await startStripe({ rate: 3 });

  const answers = await Promise.all(
    Array.from({ length: 6 }, () => call('customers', { method: 'GET' })));

  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 429, 429, 429]);
});

const long = (length) => 'é'.repeat(length);
const wrong = [
  ['an unknown parameter', 'emial=a%40b.example', 'parameter_unknown'],
  ['an e-mail that is none', 'email=ada', 'email_invalid'],
  ['a name of 257 characters', `name=${encodeURIComponent(long(257))}`, 'parameter_invalid'],
  ['a metadata key of 41', `metadata[${encodeURIComponent(long(41))}]=x`],
  ['a metadata value of 501', `metadata[k]=${encodeURIComponent(long(501))}`],
  ['51 metadata keys', Array.from({ length: 51 }, (_, i) => `metadata[k${i}]=x`).join('&')],
  ['a metadata key with brackets', 'metadata[a%5Bb%5D]=x'],
  ['a field given twice', 'name=a&name=b'],
  ['a value and a group', 'metadata=&metadata[a]=b'],
  ['bad percent-encoding', 'name=%zz'],
  ['bytes that are not UTF-8', 'name=%ff'],
  ['text that was not encoded', 'name=Ada Lovelace'],
  ['no name', '=b'],
  ['JSON', '{}', undefined, { 'content-type': 'application/json' }],
  ['no Stripe-Version', 'name=a', undefined, { 'stripe-version': '' }],
];
for (const [what, body, code, headers] of wrong) {
  test(`refuses ${what}, and keeps nothing under the key`, async () => {
    const answer = await call('customers', { body, key: 'key-1', headers });
    const right = await call('customers', { body: formOf(ada), key: 'key-1' });

    assert.equal(answer.status, 400);
    assert.equal(answer.body.error.code, code);
    assert.equal(answer.body.error.type, 'invalid_request_error');
    assert.equal(right.status, 200);
  });
}

test('takes what is just within the limits', async () => {
  const metadata = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`${i}`.padStart(40, 'é'), '😀'.repeat(500)]));

  const made = await client.customers.create({ ...ada, name: long(256), metadata });

  assert.equal(Object.keys(stripe.customers[0].metadata).length, 50);
  assert.equal(made.name.length, 256);
});

test('unknown customers and routes are 404', async () => {
  await assert.rejects(client.customers.retrieve('cus_none'), { code: 'resource_missing' });
  assert.equal((await call('charges', { method: 'GET' })).status, 404);
});

// The parameters that Stripe's type definitions name, which are made from its OpenAPI description.
function publishedParameters(type) {
  const folder = new URL('../node_modules/stripe/esm/resources/', import.meta.url);
  const source = readFileSync(new URL('Customers.d.ts', folder), 'utf8');
  const declaration = new RegExp(`export interface ${type} (?:extends \\w+ )?\\{\\n(.*?)\\n\\}`, 's');
  const [, body] = declaration.exec(source);
  return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name).sort();
}

test('its parameters are those that Stripe publishes', () => {
  const paging = ['ending_before', 'limit', 'starting_after'];
  const published = {
    create: publishedParameters('CustomerCreateParams'),
    update: publishedParameters('CustomerUpdateParams'),
    retrieve: publishedParameters('CustomerRetrieveParams'),
    list: [...publishedParameters('CustomerListParams'), ...paging].sort(),
  };

  for (const [operation, names] of Object.entries(published)) {
    assert.deepEqual(Object.keys(schemas[operation].properties).sort(), names, operation);
  }
});

test('runs as a program of its own', async () => {
  const program = fileURLToPath(new URL('stripe.mjs', import.meta.url));
  const stdio = ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, [program, '--key', 'sk_test_own'], { stdio });
  const [line] = await once(createInterface(child.stdout), 'line');
  const url = /LATCHKEY_STRIPE_API_BASE=(\S+) LATCHKEY_STRIPE_SECRET_KEY=sk_test_own/.exec(line)[1];

  const answer = await fetch(`${url}/v1/customers`, {
    headers: { authorization: 'Bearer sk_test_own', 'stripe-version': '2026-10-28.endive' } });

  assert.equal(answer.status, 200);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
