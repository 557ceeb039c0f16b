// Services through nginx: tokens, credits that are spent and held, analyses that are done.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { randomToken } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { addService, admin } from '../harness/services.mjs';
import { newUser, onboardedUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

let latchkey, sql, all;

before(async () => {
  latchkey = await startLatchkey();
  ({ sql } = latchkey);
  const scopes = ['credits:spend', 'credits:grant', 'accounts:read', 'analyses:work'];
  all = as(await addService(latchkey, 'all', ...scopes));
});
after(() => latchkey?.stop());

// The calls of a service. `key`: an Idempotency-Key.
function as(token, client = latchkey.client) {
  const headers = { authorization: `Bearer ${token}` };
  return {
    get: (path) => client.request('GET', `/api/service/${path}`, { headers }),
    post: (path, body, key) =>
      client.post(`/api/service/${path}`, body, { ...headers, ...(key && { 'idempotency-key': key }) }),
  };
}
const spend = (service, { account }, amount, key = randomToken()) =>
  service.post('credits/spend', { account_id: account.id, amount, description: 'An export' }, key);
const hold = (service, { account }, amount, more = {}, key = randomToken()) =>
  service.post('credits/holds', { account_id: account.id, amount, description: 'A job', ...more }, key);
const held = async (...args) => (await hold(...args)).json.hold.id;
const coded = ({ status, json }) => [status, json.code];
const expire = (id) =>
  sql("UPDATE latchkey.credit_holds SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
const leaseEnds = (id) =>
  sql("UPDATE latchkey.analyses SET lease_until = now() - interval '1 second' WHERE id = $1", [id]);
// An analysis that is the only one to be claimed.
async function asked(user, title = 'Why?', input = { question: title }) {
  await sql("UPDATE latchkey.analyses SET status = 'done', lease_until = NULL WHERE status IN ('queued', 'running')");
  return (await user.create('/api/analyses', { title, input })).json;
}

test('a service spends credits, once for a key, and the user reads it in the ledger', async () => {
  const ada = await newUser(latchkey);
  const key = randomToken();
  const body = { account_id: ada.account.id, amount: 4, description: 'An export', reference: 'order 7' };

  const first = await all.post('credits/spend', body, key);
  const again = await all.post('credits/spend', body, key);
  const other = await all.post('credits/spend', { ...body, amount: 5 }, key);

  assert.equal(first.status, 201, first.text);
  assert.deepEqual([first.json.balance, first.json.available], [21, 21]);
  assert.deepEqual(again.json, first.json);
  assert.deepEqual([...coded(other), other.json.fields[0].field], [422, 'validation_failed', 'Idempotency-Key']);
  const { json } = await ada.get('/api/credits');
  assert.deepEqual([json.balance, json.available], [21, 21]);
  assert.deepEqual([json.items[0].type, json.items[0].amount, json.items[0].description], ['spend', -4, 'An export']);
  assert.equal('reference' in json.items[0], false);
});

test('a key belongs to its service, over all its routes, and what failed does not use it', async () => {
  const ada = await newUser(latchkey);
  const other = as(await addService(latchkey, 'other', 'credits:spend'));
  const key = randomToken();

  assert.deepEqual(coded(await spend(all, ada, 26, key)), [402, 'insufficient_credits']);
  assert.equal((await all.post('credits/grant', { account_id: ada.account.id, amount: 1, description: 'A gift' },
    randomToken())).status, 201);
  assert.equal((await spend(all, ada, 26, key)).status, 201);
  assert.deepEqual(coded(await hold(all, ada, 1, {}, key)), [422, 'validation_failed']);
  assert.deepEqual(coded(await spend(other, ada, 1, key)), [402, 'insufficient_credits']);
});

test('what is held cannot be spent, by anybody', async () => {
  const ada = await onboardedUser(latchkey);
  const answer = await hold(all, ada, 25);
  assert.deepEqual([answer.status, answer.json.available, answer.json.hold.state], [201, 0, 'open']);

  assert.deepEqual(coded(await ada.create('/api/analyses', { title: 'Why?' })), [402, 'insufficient_credits']);
  assert.deepEqual(coded(await spend(all, ada, 1)), [402, 'insufficient_credits']);
  assert.deepEqual(coded(await hold(all, ada, 1)), [402, 'insufficient_credits']);
  const { account } = (await ada.get('/api/auth/session')).json;
  assert.deepEqual([account.credits, account.available], [25, 0]);

  await expire(answer.json.hold.id); // no cron has run
  assert.equal((await ada.create('/api/analyses', { title: 'Why?' })).status, 201);
});

test('a hold is settled wholly, in part or not at all, and again the same', async () => {
  const ada = await newUser(latchkey);
  const settle = (id, body) => all.post(`credits/holds/${id}/settle`, body);
  const whole = await held(all, ada, 5);
  const part = await held(all, ada, 5, { reference: 'job 8' });
  const none = await held(all, ada, 5);

  const first = await settle(whole);
  assert.equal(first.status, 200, first.text);
  assert.deepEqual([first.json.hold.state, first.json.balance, first.json.available], ['settled', 20, 10]);
  const partly = await settle(part, { amount: 2, description: 'Two of five' });
  assert.deepEqual([partly.json.transaction.amount, partly.json.transaction.description, partly.json.transaction.reference],
    [-2, 'Two of five', 'job 8']);
  const not = await settle(none, { amount: 0 });
  assert.deepEqual([not.json.transaction, not.json.hold.state, not.json.available], [null, 'released', 18]);

  assert.deepEqual((await settle(whole)).json, first.json);
  assert.deepEqual((await settle(part, { amount: 2 })).json, partly.json);
  assert.deepEqual((await settle(none, { amount: 0 })).json, not.json);
  assert.deepEqual(coded(await settle(none)), [409, 'hold_released']);
  assert.deepEqual(coded(await all.post(`credits/holds/${whole}/release`)), [409, 'hold_settled']);
  const over = await settle(await held(all, ada, 1), { amount: 2 });
  assert.deepEqual([...coded(over), over.json.fields[0].field], [422, 'validation_failed', 'amount']);
});

test('a hold that expired is settled, renewed or released as far as credits are there', async () => {
  const ada = await newUser(latchkey);
  const late = await held(all, ada, 20);
  await expire(late);
  const renewed = await all.post(`credits/holds/${late}/renew`, { ttl: 60 });
  assert.deepEqual([renewed.status, renewed.json.available], [200, 5]);
  await expire(late);
  await spend(all, ada, 10);

  assert.deepEqual(coded(await all.post(`credits/holds/${late}/settle`)), [409, 'hold_expired']);
  assert.deepEqual(coded(await all.post(`credits/holds/${late}/renew`, { ttl: 60 })), [409, 'hold_expired']);
  const released = await all.post(`credits/holds/${late}/release`, {});
  assert.deepEqual([released.status, released.json.available], [200, 15]);
  assert.deepEqual((await all.post(`credits/holds/${late}/release`)).json, released.json);
  assert.deepEqual(coded(await all.post(`credits/holds/${late}/renew`, { ttl: 60 })), [409, 'hold_released']);
});

test('a service reads an account, its owner and its profile', async () => {
  const ada = await onboardedUser(latchkey);
  const { status, json } = await all.get(`accounts/${ada.account.id}`);

  assert.equal(status, 200);
  assert.deepEqual(json.owner, { id: ada.user.id, email: ada.user.email, full_name: ada.user.full_name });
  assert.equal(json.business_profile.business_name, 'Analytical Engines');
  assert.deepEqual(coded(await all.get(`accounts/${randomUUID()}`)), [404, 'not_found']);
  assert.deepEqual(coded(await all.get('accounts/7')), [404, 'not_found']);
});

test('an analysis is claimed and done, and its user sees what came out', async () => {
  const ada = await onboardedUser(latchkey);
  const lead = (await ada.create('/api/leads', { name: 'Babbage' })).json;
  await asked(ada);
  await sql("UPDATE latchkey.analyses SET status = 'done' WHERE status = 'queued'");
  const { id } = (await ada.create('/api/analyses', { title: 'Why?', lead_id: lead.id, input: { n: 1 } })).json;

  const { analysis } = (await all.post('analyses/claim', { lease: 60 })).json;
  assert.deepEqual([analysis.id, analysis.input, analysis.lead, analysis.attempt], [id, { n: 1 }, lead, 1]);
  assert.equal((await ada.get(`/api/analyses/${id}`)).json.status, 'running');
  assert.deepEqual((await all.post('analyses/claim')).json, { analysis: null });

  const result = { summary: 'Because.', rows: [1, 2] };
  const done = await all.post(`analyses/${id}/done`, { fence: analysis.fence, result });
  assert.deepEqual((await all.post(`analyses/${id}/done`, { fence: analysis.fence, result })).json, done.json);
  const shown = (await ada.get(`/api/analyses/${id}`)).json;
  assert.deepEqual([shown.status, shown.result, shown.input, shown.failure_reason], ['done', result, { n: 1 }, null]);
  const [listed] = (await ada.get('/api/analyses')).json.items;
  assert.deepEqual([listed.id, listed.summary, 'result' in listed], [id, 'Because.', false]);
});

test('an analysis that fails gives its credit back, once', async () => {
  const ada = await onboardedUser(latchkey);
  const { id } = await asked(ada);
  const { analysis } = (await all.post('analyses/claim')).json;

  const again = await all.post(`analyses/${id}/fail`, { fence: analysis.fence, reason: 'Busy', retry: true });
  assert.equal(again.json.analysis.status, 'queued');
  const { fence } = (await all.post('analyses/claim')).json.analysis;
  assert.deepEqual(coded(await all.post(`analyses/${id}/done`, { fence: analysis.fence, result: {} })), [409, 'lease_lost']);
  const failed = await Promise.all(
    Array.from({ length: 20 }, () => all.post(`analyses/${id}/fail`, { fence, reason: 'No such company' })));

  assert.deepEqual(new Set(failed.map(({ status, json }) => `${status} ${json.analysis?.status}`)), new Set(['200 failed']));
  assert.deepEqual(coded(await all.post(`analyses/${id}/done`, { fence, result: {} })), [409, 'lease_lost']);
  const shown = (await ada.get(`/api/analyses/${id}`)).json;
  assert.deepEqual([shown.status, shown.failure_reason], ['failed', 'No such company']);
  const credits = (await ada.get('/api/credits')).json;
  assert.deepEqual([credits.balance, credits.items[0].type, credits.items[0].amount], [25, 'refund', 1]);
});

test('a worker that goes away loses no analysis; after five attempts it fails', async () => {
  const ada = await onboardedUser(latchkey);
  const { id } = await asked(ada);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { analysis } = (await all.post('analyses/claim')).json;
    assert.deepEqual([analysis.id, analysis.attempt], [id, attempt]);
    await leaseEnds(id);
  }
  assert.deepEqual((await all.post('analyses/claim')).json, { analysis: null });
  assert.equal((await ada.get(`/api/analyses/${id}`)).json.status, 'failed');
  assert.equal((await ada.get('/api/credits')).json.balance, 25);
});

test('two workers never have the same analysis', async () => {
  const ada = await onboardedUser(latchkey);
  await asked(ada);
  await Promise.all(Array.from({ length: 19 }, (_, i) => ada.create('/api/analyses', { title: `${i}` })));

  const claims = await Promise.all(Array.from({ length: 40 }, () => all.post('analyses/claim')));
  const ids = claims.map(({ json }) => json.analysis?.id).filter(Boolean);
  assert.equal(ids.length, 20);
  assert.equal(new Set(ids).size, 20);
});

test('each route asks for its scope, and says which', async () => {
  const ada = await newUser(latchkey);
  const reader = as(await addService(latchkey, 'reader', 'accounts:read'));
  const spender = as(await addService(latchkey, 'spender', 'credits:spend'));
  const scopeOf = ({ status, json }) => [status, json.code, json.fields[0].error];

  assert.deepEqual(scopeOf(await spend(reader, ada, 1)), [403, 'scope_missing', 'must include credits:spend']);
  assert.deepEqual(scopeOf(await hold(reader, ada, 1)), [403, 'scope_missing', 'must include credits:spend']);
  assert.deepEqual(scopeOf(await reader.post('analyses/claim')), [403, 'scope_missing', 'must include analyses:work']);
  assert.deepEqual(scopeOf(await spender.get(`accounts/${ada.account.id}`)), [403, 'scope_missing', 'must include accounts:read']);
  const grant = { account_id: ada.account.id, amount: 1, description: 'A gift' };
  assert.deepEqual(scopeOf(await spender.post('credits/grant', grant, randomToken())),
    [403, 'scope_missing', 'must include credits:grant']);
});

test('a token is taken where it belongs, until it is rotated or removed', async () => {
  const ada = await newUser(latchkey);
  const former = await addService(latchkey, 'rotated', 'accounts:read');
  const works = async (token) => (await as(token).get(`accounts/${ada.account.id}`)).status;

  const token = /lks_[\w-]{43}/.exec(await admin(latchkey, 'services', 'rotate', 'rotated'))[0];
  assert.deepEqual([await works(former), await works(token)], [200, 200]);
  const last = /lks_[\w-]{43}/.exec(await admin(latchkey, 'services', 'rotate', 'rotated', '--now'))[0];
  assert.deepEqual([await works(former), await works(token), await works(last)], [401, 401, 200]);

  const user = await latchkey.client.request('GET', '/api/auth/session', { headers: { authorization: `Bearer ${last}` } });
  assert.deepEqual(coded(user), [401, 'access_token_invalid']);
  assert.deepEqual(coded(await as(ada.accessToken).get(`accounts/${ada.account.id}`)), [401, 'service_token_invalid']);
  assert.deepEqual(coded(await latchkey.client.get(`/api/service/accounts/${ada.account.id}`)), [401, 'service_token_invalid']);

  const [listed] = JSON.parse(await admin(latchkey, 'services', 'list', '--json')).filter(({ name }) => name === 'rotated');
  assert.match(listed.last_used_at, /^\d{4}-\d\d-\d\dT/);
  await admin(latchkey, 'services', 'remove', 'rotated');
  assert.equal(await works(last), 401);
});

test('no token of a service is in a log', async () => {
  const token = await addService(latchkey, 'quiet', 'accounts:read');
  await as(token).get(`accounts/${randomUUID()}`);
  await as(`${token}x`).get(`accounts/${randomUUID()}`);
  for (const log of ['service-accounts', 'access', 'nginx', 'postgres']) {
    assert.ok(!latchkey.log(log).includes(token.slice(4)), log);
  }
});

test('every use that changes something is in the audit log, with the name of the service', async () => {
  const ada = await onboardedUser(latchkey);
  const { id } = await asked(ada);
  await spend(all, ada, 1);
  await all.post(`credits/holds/${await held(all, ada, 1)}/renew`, { ttl: 60 });
  await all.post(`credits/holds/${await held(all, ada, 1)}/release`);
  await all.post(`credits/holds/${await held(all, ada, 1)}/settle`);
  await all.post('analyses/claim');
  await all.post(`analyses/${id}/renew`, { fence: 1 });
  await all.post(`analyses/${id}/fail`, { fence: 1, reason: 'R' });

  const rows = await sql(
    `SELECT event, detail ->> 'service' AS service, request_id, host(ip) AS ip
       FROM latchkey.audit_log WHERE account_id = $1 AND detail ? 'service' ORDER BY at`,
    [ada.account.id]);
  assert.deepEqual(rows.map(({ event }) => event), [
    'credits_spent', 'credits_held', 'hold_renewed', 'credits_held', 'hold_released', 'credits_held', 'hold_settled',
    'analysis_claimed', 'analysis_renewed', 'analysis_failed']);
  for (const { service, request_id: request, ip } of rows) {
    assert.equal(service, 'all');
    assert.match(request, /^[0-9a-f]{32}$/);
    assert.match(ip, /^(127\.0\.0\.1|::1)$/);
  }
});

test('browsers of other origins are told nothing, and other methods are refused', async () => {
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  const answer = await latchkey.client.request('OPTIONS', '/api/service/credits/spend', { headers, contract: false });
  assert.equal(answer.status, 405);
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
  const get = await latchkey.client.request('GET', '/api/service/credits/spend', { contract: false });
  assert.deepEqual([get.status, get.headers.allow], [405, 'POST']);
});

test('input that is wrong is named, and nothing is written', async () => {
  const ada = await newUser(latchkey);
  const good = { account_id: ada.account.id, amount: 1, description: 'D' };
  const named = async (body, key = randomToken()) => {
    const { status, json } = await all.post('credits/spend', body, key);
    return [status, json.fields?.[0].field];
  };
  assert.deepEqual(await named({ ...good, amount: 0 }), [422, 'amount']);
  assert.deepEqual(await named({ ...good, amount: 1_000_000_001 }), [422, 'amount']);
  assert.deepEqual(await named({ ...good, account_id: 'x' }), [422, 'account_id']);
  assert.deepEqual(await named({ ...good, description: '\u0000' }), [400, undefined]);
  assert.deepEqual(await named({ ...good, note: 'x' }), [400, 'note']);
  assert.deepEqual(await named(good, 'short'), [400, 'Idempotency-Key']);
  const without = await all.post('credits/spend', good);
  assert.deepEqual([without.status, without.json.fields[0].field], [400, 'Idempotency-Key']);
  assert.equal((await ada.get('/api/credits')).json.balance, 25);
});

test('credits are spent in SQL, in the transaction of the caller', async () => {
  await sql('CREATE ROLE shop LOGIN');
  await admin(latchkey, 'services', 'allow-role', 'shop');
  const shop = new pg.Client({ ...latchkey.database, user: 'shop' });
  const other = new pg.Client({ ...latchkey.database, user: 'shop' });
  await Promise.all([shop.connect(), other.connect()]);
  try {
    const ada = await newUser(latchkey);
    const take = (client, amount, key) =>
      client.query('SELECT latchkey_app.spend($1, $2, $3, $4) AS id', [ada.account.id, amount, 'A sale', key]);
    const available = async () =>
      Number((await shop.query('SELECT latchkey_app.available($1)', [ada.account.id])).rows[0].available);

    await shop.query('BEGIN');
    await take(shop, 5, 'sale 1');
    await assert.rejects(take(other, 1, 'sale 2'), { code: 'LK409' }); // locked for over 2 s
    await shop.query('ROLLBACK');
    assert.equal(await available(), 25);
    await shop.query('BEGIN');
    await take(shop, 5, 'sale 1');
    await shop.query('COMMIT');
    assert.equal(await available(), 20);
    await assert.rejects(take(shop, 21, 'sale 3'), { code: 'LK402' });
    await assert.rejects(take(shop, 6, 'sale 1'), { code: 'LK422' });

    // A snapshot from before a hold does not spend what it does not see.
    await shop.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await shop.query('SELECT 1');
    await hold(all, ada, 20);
    await assert.rejects(take(shop, 1, 'sale 4'), { code: '40001' });
    await shop.query('ROLLBACK');

    await admin(latchkey, 'services', 'deny-role', 'shop');
    await assert.rejects(available(), { code: '42501' });
  } finally {
    await Promise.all([shop.end(), other.end()]);
  }
});

test('latchkey-cron gives back what nobody finished, where no service claims any more', async () => {
  const ada = await onboardedUser(latchkey);
  const { id } = await asked(ada);
  await sql(
    "UPDATE latchkey.analyses SET status = 'running', attempts = 5, lease_until = now() - interval '1 second' WHERE id = $1",
    [id]);
  await eventually(async () => (await ada.get(`/api/analyses/${id}`)).json.status === 'failed');
  assert.equal((await ada.get('/api/credits')).json.balance, 25);
});

test('latchkey credits check proves holds and refunds', async () => {
  assert.match(await admin(latchkey, 'credits', 'check'), /Holds and refunds agree with it: \d+ holds, \d+ refunds\./);
});

test('to networks that are not named the addresses do not exist', async () => {
  const elsewhere = await startLatchkey({ env: { LATCHKEY_SERVICE_NETWORKS: '192.0.2.0/24' } });
  try {
    const token = await addService(elsewhere, 'all', 'accounts:read');
    const answer = await as(token, elsewhere.client).get(`accounts/${randomUUID()}`);
    assert.deepEqual(coded(answer), [404, 'not_found']);
    assert.equal(elsewhere.log('service-accounts').includes('"path":"/api/service'), false);
  } finally {
    await elsewhere.stop();
  }
});
