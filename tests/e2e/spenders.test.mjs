// 200 spenders of all kinds at once over 25 credits, ten rounds: users' analyses, services that spend,
// hold, settle, release or forget a hold, and SQL transactions that commit, roll back or are killed,
// while a worker is killed in each round. Never more than 25 are spent, and none is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { randomToken } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { addService, admin } from '../harness/services.mjs';
import { onboardedUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

const rounds = 10;
const spenders = 200;
const granted = 25;

let latchkey, sql, token, shop;

before(async () => {
  latchkey = await startLatchkey();
  ({ sql } = latchkey);
  token = await addService(latchkey, 'spender', 'credits:spend');
  await sql('CREATE ROLE shop LOGIN');
  await admin(latchkey, 'services', 'allow-role', 'shop');
  shop = new pg.Pool({ ...latchkey.database, user: 'shop', max: 30 });
  shop.on('error', () => {}); // killed on purpose
});
after(async () => {
  await shop?.end();
  await latchkey?.stop();
});

// A POST, sent again with the same key while nobody knows what became of it: its worker was killed, or
// the account was locked for too long.
async function sure(send) {
  for (;;) {
    const answer = await send();
    if (![502, 503, 504].includes(answer.status)) return answer;
  }
}

function calls(account) {
  const service = (path, body, key) =>
    sure(() => latchkey.client.post(`/api/service/credits/${path}`, body, {
      authorization: `Bearer ${token}`, ...(key && { 'idempotency-key': key }),
    }));
  const one = { account_id: account.id, amount: 1, description: 'One' };
  const hold = (ttl) => service('holds', { ...one, ttl }, randomToken());
  const die = async (client) => {
    await sql('SELECT pg_terminate_backend($1)', [client.processID]);
    await assert.rejects(client.query('COMMIT'));
    return false;
  };
  // What `work` does in a transaction, which ends as `end` says. -> whether its credit is spent
  const transaction = async (work, end) => {
    const client = await shop.connect();
    const lost = () => {}; // a connection that is killed on purpose
    client.on('error', lost);
    let killed = false;
    try {
      await client.query('BEGIN');
      await work(client);
      killed = end === die;
      return await end(client);
    } catch (error) {
      assert.ok(['LK402', 'LK409'].includes(error.code), error);
      await client.query('ROLLBACK');
      return false;
    } finally {
      if (!killed) client.off('error', lost);
      client.release(killed);
    }
  };
  const spend = (client) =>
    client.query('SELECT latchkey_app.spend($1, 1, $2, $3)', [account.id, 'One', randomToken()]);
  const holdAndSettle = (client) =>
    client.query('SELECT latchkey_app.settle(latchkey_app.hold($1, 1, 60, $2, $3), NULL, NULL)',
      [account.id, 'One', randomToken()]);
  const commit = async (client) => {
    await client.query('COMMIT');
    return true;
  };
  const rollBack = async (client) => {
    await client.query('ROLLBACK');
    return false;
  };
  return { service, one, hold, transaction, spend, holdAndSettle, commit, rollBack, die };
}

// Each kind tries once for one credit. -> whether it is spent
const kinds = {
  'a user asks for an analysis': async (_, user) => {
    const key = randomToken();
    return (await sure(() => user.create('/api/analyses', { title: 'Why?' }, key))).status === 201;
  },
  'a service spends': async ({ service, one }) => (await service('spend', one, randomToken())).status === 201,
  'a service holds and settles': async ({ service, hold }) => {
    const held = await hold(60);
    return held.status === 201 && (await service(`holds/${held.json.hold.id}/settle`)).status === 200;
  },
  'a service holds and releases': async ({ service, hold }) => {
    const held = await hold(60);
    if (held.status === 201) assert.equal((await service(`holds/${held.json.hold.id}/release`)).status, 200);
    return false;
  },
  'a service holds and is gone': async ({ hold }) => {
    await hold(1);
    return false;
  },
  'SQL spends and commits': ({ transaction, spend, commit }) => transaction(spend, commit),
  'SQL spends and rolls back': ({ transaction, spend, rollBack }) => transaction(spend, rollBack),
  'SQL holds, settles and commits': ({ transaction, holdAndSettle, commit }) => transaction(holdAndSettle, commit),
  'SQL spends and is killed': ({ transaction, spend, die }) => transaction(spend, die),
};

async function spentOf({ account }) {
  const [row] = await sql(
    `SELECT credits::int, (SELECT count(*)::int FROM latchkey.credit_transactions WHERE account_id = $1 AND amount = -1) AS entries,
            latchkey_api.credits_held($1)::int AS held FROM latchkey.accounts WHERE id = $1`,
    [account.id]);
  return row;
}

for (let round = 1; round <= rounds; round += 1) {
  test(`round ${round}: ${spenders} spenders take ${granted} credits at most, and lose none`, async () => {
    const user = await onboardedUser(latchkey);
    const tools = calls(user.account);
    const ways = Object.values(kinds);

    const tries = Array.from({ length: spenders }, (_, i) => ways[(i * 7 + round) % ways.length](tools, user));
    for (const pid of latchkey.workerPids('service-credits').slice(0, 1)) process.kill(pid, 'SIGKILL');
    const spent = (await Promise.all(tries)).filter(Boolean).length;

    const { credits, entries } = await spentOf(user);
    assert.deepEqual({ spent, left: credits }, { spent: entries, left: granted - entries });
    assert.ok(spent <= granted, `${spent} are spent`);
    await admin(latchkey, 'credits', 'check');

    // What was held by those who are gone is free again, and can be spent to the last one.
    await eventually(async () => (await spentOf(user)).held === 0);
    for (let left = credits; left > 0; left -= 1) {
      assert.equal((await tools.service('spend', tools.one, randomToken())).status, 201);
    }
    assert.equal((await tools.service('spend', tools.one, randomToken())).status, 402);
    await admin(latchkey, 'credits', 'check');
  });
}
