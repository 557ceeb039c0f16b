// docs/services.md, whose every program runs here as it stands there.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import pg from 'pg';
import { randomToken } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { addService, admin } from '../harness/services.mjs';
import { onboardedUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

const run = promisify(execFile);
const manual = readFileSync(new URL('../../docs/services.md', import.meta.url), 'utf8');

let latchkey, sql, folder, environment;

// The page's examples in a language, in their order.
const examples = (language) =>
  [...manual.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code]) => code);
const [pythonWorker, pythonSale] = examples('python');
const [javascriptWorker] = examples('js');
const [shellWorker] = examples('bash');
const [phpFunction, phpSale] = examples('php');
const [role, table] = examples('sql');
const [, readAccount, spend, allowRole] = examples('sh');

const programs = {
  'worker.py': pythonWorker,
  'worker.mjs': javascriptWorker,
  'worker.sh': shellWorker,
  'sell_export.php': phpFunction,
  'sell.php': phpSale,
  'sell.py': pythonSale,
};
const workers = {
  Python: ['/usr/bin/python3', 'worker.py'],
  JavaScript: [process.execPath, 'worker.mjs'],
  shell: ['/bin/bash', 'worker.sh'],
};

before(async () => {
  latchkey = await startLatchkey();
  ({ sql } = latchkey);
  folder = path.join(latchkey.dir, 'programs');
  mkdirSync(folder);
  const file = (name, text) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  for (const [name, code] of Object.entries(programs)) file(name, code);
  const authority = file('ca.pem', latchkey.ca);
  const token = await addService(latchkey, 'reports', 'analyses:work', 'accounts:read', 'credits:spend');
  environment = {
    PATH: process.env.PATH,
    LATCHKEY_URL: latchkey.url,
    LATCHKEY_TOKEN_FILE: file('token', `${token}\n`),
    TOKEN: token,
    SSL_CERT_FILE: authority,
    NODE_EXTRA_CA_CERTS: authority,
    CURL_CA_BUNDLE: authority,
    PGHOST: latchkey.database.host,
    PGUSER: 'shop',
  };
});
after(() => latchkey?.stop());

const start = (language) => {
  const [program, script] = workers[language];
  // In a group of its own, so that it is killed with whatever it has started.
  const child = spawn(program, [script], {
    cwd: folder, env: environment, detached: true, stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.said = '';
  child.stderr.on('data', (data) => { child.said += data; });
  return child;
};
async function kill(child) {
  assert.deepEqual([child.exitCode, child.signalCode], [null, null], `it has ended: ${child.said}`);
  process.kill(-child.pid, 'SIGKILL');
  await once(child, 'close');
}

// Users who together have `count` analyses that wait, one in ten without a question.
async function usersWithAnalyses(count) {
  const users = [];
  for (let made = 0; made < count; made += 25) {
    const user = await onboardedUser(latchkey);
    const numbers = Array.from({ length: Math.min(count - made, 25) }, (_, n) => made + n);
    await Promise.all(
      numbers.map((n) => {
        const input = n % 10 === 3 ? undefined : { question: `Where is ${n}?` };
        return user.create('/api/analyses', { title: `${n}`, input }, randomToken());
      }),
    );
    users.push(user);
  }
  return users;
}

const inState = async (...states) => {
  const [{ count }] = await sql(
    'SELECT count(*)::int FROM latchkey.analyses WHERE status = ANY ($1)', [states],
  );
  return count;
};

const allEnded = () =>
  eventually(async () => (await inState('queued', 'running')) === 0, { timeout: 60_000 });

// Every analysis has ended as its question deserves, and each credit is where it belongs.
async function assertAllEnded(users, count) {
  let there = 0;
  for (const user of users) {
    const { items } = (await user.get('/api/analyses?limit=100')).json;
    const unspent = 25 - items.length;
    there += items.length;
    for (const { title, status, summary, failure_reason } of items) {
      const expected = Number(title) % 10 === 3
        ? ['failed', null, 'There is no question.']
        : ['done', `Where is ${title}? – 3 words`, null];
      assert.deepEqual([status, summary, failure_reason], expected, title);
    }
    const failed = items.filter(({ status }) => status === 'failed').length;
    const credits = (await user.get('/api/credits?limit=100')).json;
    assert.deepEqual([credits.balance, credits.available], [unspent + failed, unspent + failed]);
    assert.equal(credits.items.filter(({ type }) => type === 'refund').length, failed);
  }
  assert.equal(there, count);
  await admin(latchkey, 'credits', 'check');
}

for (const language of Object.keys(workers)) {
  test(`the worker in ${language} does what there is, and what comes later`, async () => {
    const users = await usersWithAnalyses(10);
    const worker = start(language);

    await allEnded();
    users.push(...await usersWithAnalyses(10));
    await allEnded();

    await kill(worker);
    assert.equal(worker.said, '');
    await assertAllEnded(users, 20);
  });
}

test('the three together drain 100 analyses, one failing in ten, and none is done twice', async () => {
  const users = await usersWithAnalyses(100);
  const all = Object.keys(workers).map(start);

  await allEnded();

  for (const worker of all) await kill(worker);
  await assertAllEnded(users, 100);
  const ids = users.map(({ account }) => account.id);
  const [{ attempts }] = await sql(
    'SELECT max(attempts) AS attempts FROM latchkey.analyses WHERE account_id = ANY ($1::uuid[])', [ids],
  );
  assert.equal(attempts, 1);
});

test('workers that are killed at any moment lose no analysis and give no credit back twice', async () => {
  const users = await usersWithAnalyses(100);
  const all = new Map(Object.keys(workers).map((language) => [language, start(language)]));
  const languages = [...all.keys()];
  let kills = 0;

  while ((await inState('queued')) > 0) {
    const language = languages[kills % languages.length];
    const before = await inState('done', 'failed');
    await eventually(async () => (await inState('done', 'failed')) > before || (await inState('queued')) === 0);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    await kill(all.get(language));
    kills += 1;
    all.set(language, start(language));
  }
  // A minute has passed for those that a killed worker had.
  await eventually(async () => {
    await sql("UPDATE latchkey.analyses SET lease_until = now() - interval '1 s' WHERE status = 'running'");
    return (await inState('queued', 'running')) === 0;
  }, { timeout: 60_000, every: 2000 });

  assert.ok(kills >= 6, `${kills} kills`);
  for (const worker of all.values()) await kill(worker);
  await assertAllEnded(users, 100);
});

test('a worker whose token was removed ends and says why', async () => {
  const token = await addService(latchkey, 'gone', 'analyses:work');
  const kept = environment;
  environment = { ...kept, LATCHKEY_TOKEN_FILE: path.join(folder, 'gone') };
  writeFileSync(environment.LATCHKEY_TOKEN_FILE, token);
  await admin(latchkey, 'services', 'remove', 'gone');

  for (const language of Object.keys(workers)) {
    const worker = start(language);
    const [code] = await once(worker, 'close');
    assert.notEqual(code, 0, language);
    assert.match(worker.said, /401/, language);
    assert.ok(!worker.said.includes(token), language);
  }
  environment = kept;
});

test('the commands with curl read an account and spend, once however often they run', async () => {
  const ada = await onboardedUser(latchkey);
  const env = { ...environment, ACCOUNT: ada.account.id, ORDER: randomToken(6) };
  const shell = async (command) => JSON.parse((await run('/bin/bash', ['-c', command], { env })).stdout);

  const { account, owner } = await shell(readAccount);
  const first = await shell(spend);
  const again = await shell(spend);

  assert.deepEqual([account.id, account.available, owner.email], [ada.account.id, 25, ada.user.email]);
  assert.equal(first.balance, 22);
  assert.deepEqual(again, first);
  const { items } = (await ada.get('/api/credits')).json;
  assert.deepEqual(items.map(({ amount, type, description }) => [amount, type, description]).slice(0, 1), [
    [-3, 'spend', 'Export of 40 pages'],
  ]);
});

// The shop's role and table, as the page makes them.
async function openShop() {
  const owner = new pg.Client(latchkey.database);
  await owner.connect();
  await owner.query(role);
  await owner.end();
  await admin(latchkey, ...allowRole.trim().split(' ').slice(1));
  const shop = new pg.Client({ ...latchkey.database, user: 'shop' });
  await shop.connect();
  await shop.query(table);
  return shop;
}

test('a shop sells in its own transaction, from PHP and from Python', async (t) => {
  const shop = await openShop();
  t.after(() => shop.end());
  const ada = await onboardedUser(latchkey);
  const sell = async (program, ...args) =>
    (await run(program, args, { cwd: folder, env: environment })).stdout.trim();
  const orders = async () =>
    (await shop.query('SELECT id, pages FROM shop.orders ORDER BY id')).rows.map(({ id, pages }) => [id, pages]);
  const credits = async () => (await ada.get('/api/credits')).json;
  const account = ada.account.id;

  await t.test('PHP', async () => {
    assert.equal(await sell('php', 'sell.php', 'order-01', account, '20'), 'sold');
    assert.equal(await sell('php', 'sell.php', 'order-01', account, '20'), 'sold', 'a repeat');
    assert.equal(await sell('php', 'sell.php', 'order-02', account, '6'), 'too few credits');

    assert.deepEqual(await orders(), [['order-01', 20]]);
    assert.equal((await credits()).balance, 5);
  });

  await t.test('Python', async () => {
    assert.equal(await sell('/usr/bin/python3', 'sell.py', 'order-03', account, '5', '3'), '3');
    assert.equal(await sell('/usr/bin/python3', 'sell.py', 'order-04', account, '5', '3'), 'None');
    await assert.rejects(sell('/usr/bin/python3', 'sell.py', 'order-05', account, '2', 'x'), /ValueError/);

    assert.deepEqual(await orders(), [['order-01', 20], ['order-03', 3]]);
    const { balance, available, items } = await credits();
    assert.deepEqual([balance, available], [2, 2], 'nothing is left held');
    assert.equal(items[0].description, 'Export of 3 pages');
  });

  await t.test('what a rollback takes back was never spent', async () => {
    await shop.query('BEGIN');
    await shop.query("SELECT latchkey_app.spend($1, 2, 'Export', 'export-of-order-06')", [account]);
    await shop.query('ROLLBACK');

    assert.equal((await credits()).balance, 2);
  });

  await t.test('another account’s lock is waited for, two seconds at most', async () => {
    const other = new pg.Client({ ...latchkey.database, user: 'shop' });
    await other.connect();
    await other.query('BEGIN');
    await other.query("SELECT latchkey_app.spend($1, 1, 'Slow', 'export-of-order-07')", [account]);

    await assert.rejects(
      shop.query("SELECT latchkey_app.spend($1, 1, 'Quick', 'export-of-order-08')", [account]),
      { code: 'LK409' },
    );
    await other.query('ROLLBACK');
    await other.end();
    await shop.query("SELECT latchkey_app.spend($1, 1, 'Quick', 'export-of-order-08')", [account]);
  });

  await t.test('the shop makes temporary tables, and reaches nothing of Latchkey’s', async () => {
    await shop.query('CREATE TEMPORARY TABLE basket (id text)');
    for (const statement of [
      'SELECT FROM latchkey.accounts',
      'SELECT latchkey_api.credits_change()',
      'CREATE SCHEMA mine',
    ]) {
      await assert.rejects(shop.query(statement), { code: '42501' }, statement);
    }
  });

  await admin(latchkey, 'credits', 'check');
});
