// Leads, analyses and credits: what an account's users do, and what nobody else can.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { randomToken } from '../harness/client.mjs';
import { sharedLatchkey } from '../harness/latchkey.mjs';
import { impossibleTexts, oddTexts } from '../harness/texts.mjs';
import { newUser, onboardedUser } from '../harness/user.mjs';

let latchkey, sql;

before(async () => {
  latchkey = await sharedLatchkey();
  ({ sql } = latchkey);
});
after(() => latchkey?.stop());

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const count = (answers, status) => answers.filter((answer) => answer.status === status).length;
const titles = (answer) => answer.json.items.map(({ title, name }) => title ?? name);

async function ledger({ account }) {
  const [row] = await sql(
    `SELECT a.credits::int, sum(t.amount)::int AS ledger, count(*)::int AS entries,
            (SELECT count(*)::int FROM latchkey.analyses AS n WHERE n.account_id = a.id) AS analyses
       FROM latchkey.accounts AS a
       JOIN latchkey.credit_transactions AS t ON t.account_id = a.id
      WHERE a.id = $1 GROUP BY a.id`,
    [account.id],
  );
  return row;
}

// Every row of an account, to see that nothing of it changed.
async function everything({ account }) {
  const [row] = await sql(
    `SELECT (SELECT jsonb_agg(l ORDER BY l.id) FROM latchkey.leads AS l WHERE l.account_id = $1) AS leads,
            (SELECT jsonb_agg(n ORDER BY n.id) FROM latchkey.analyses AS n WHERE n.account_id = $1) AS analyses,
            (SELECT jsonb_agg(t ORDER BY t.id) FROM latchkey.credit_transactions AS t WHERE t.account_id = $1) AS ledger,
            (SELECT to_jsonb(p) FROM latchkey.business_profiles AS p WHERE p.account_id = $1) AS profile`,
    [account.id],
  );
  return row;
}

// Runs SQL as the role that owns the tenant functions, for one user; what it writes is rolled back.
async function asTenant({ user }, text, values) {
  const connection = new pg.Client(latchkey.database);
  await connection.connect();
  try {
    await connection.query('BEGIN');
    await connection.query('SET LOCAL ROLE latchkey_tenant');
    await connection.query("SELECT set_config('latchkey.user_id', $1, true)", [user.id]);
    return (await connection.query(text, values)).rows;
  } finally {
    await connection.end();
  }
}

test('a lead is made, read and listed as it was sent', async () => {
  const ada = await onboardedUser(latchkey);
  const lead = { name: 'Charles', email: 'charles@example.com', website: 'https://engines.example', notes: 'Tea?' };

  const made = await ada.create('/api/leads', lead);

  assert.equal(made.status, 201);
  assert.match(made.json.id, uuid);
  assert.deepEqual(made.json, { ...lead, id: made.json.id, created_at: made.json.created_at });
  assert.deepEqual((await ada.get(`/api/leads/${made.json.id}`)).json, made.json);
  assert.deepEqual((await ada.get('/api/leads')).json, { items: [made.json], nextCursor: null });
});

test('an analysis spends one credit, and the ledger says so', async () => {
  const ada = await onboardedUser(latchkey);
  const lead = (await ada.create('/api/leads', { name: 'Charles' })).json;

  const made = await ada.create('/api/analyses', { title: 'First', lead_id: lead.id, input: { depth: 2 } });

  assert.equal(made.status, 201);
  const { id, created_at } = made.json;
  assert.deepEqual(made.json, {
    id, title: 'First', lead_id: lead.id, status: 'queued', credits_spent: 1, created_at,
    started_at: null, finished_at: null, failure_reason: null, summary: null,
  });
  assert.deepEqual((await ada.get(`/api/analyses/${id}`)).json, { ...made.json, input: { depth: 2 }, result: null });
  assert.deepEqual((await ada.get('/api/analyses')).json.items, [made.json]);
  const credits = (await ada.get('/api/credits')).json;
  assert.equal(credits.balance, 24);
  assert.deepEqual(credits.items.map(({ amount, balance_after, type }) => [amount, balance_after, type]), [
    [-1, 24, 'analysis'], [25, 25, 'signup_bonus'],
  ]);
  assert.equal((await ada.get('/api/auth/session')).json.account.credits, 24);
});

for (const [path, first, other] of [
  ['/api/leads', { name: 'One' }, { name: 'Two' }],
  ['/api/analyses', { title: 'One' }, { title: 'Two' }],
]) {
  test(`POST ${path} with a key is done once, however often and however parallel`, async () => {
    const ada = await onboardedUser(latchkey);
    const key = randomToken();

    const answers = await Promise.all(Array.from({ length: 50 }, () => ada.create(path, first, key)));
    const later = await ada.create(path, first, key);

    assert.equal(count(answers, 201), 50);
    assert.equal(new Set([...answers, later].map(({ text }) => text)).size, 1);
    assert.equal((await ada.get(path)).json.items.length, 1);
  });

  test(`POST ${path}: another request under the same key is refused, and other keys make others`, async () => {
    const ada = await onboardedUser(latchkey);
    const eve = await onboardedUser(latchkey);
    const key = randomToken();
    await ada.create(path, first, key);

    const refused = await ada.create(path, other, key);

    assert.equal(refused.status, 422);
    assert.deepEqual(refused.json.fields.map(({ field }) => field), ['Idempotency-Key']);
    assert.equal((await ada.create(path, first, randomToken())).status, 201);
    assert.equal((await ada.create(path, first)).status, 201);
    assert.equal((await ada.create(path, first)).status, 201);
    assert.equal((await ada.get(path)).json.items.length, 4);
    assert.equal((await eve.create(path, other, key)).status, 201, 'a key is its account\'s own');
  });

  test(`POST ${path} with a bad Idempotency-Key does nothing`, async () => {
    const ada = await onboardedUser(latchkey);

    const refused = await ada.create(path, first, 'short');

    assert.equal(refused.status, 400);
    assert.deepEqual(refused.json.fields.map(({ field }) => field), ['Idempotency-Key']);
    assert.deepEqual((await ada.get(path)).json.items, []);
  });

  test(`GET ${path} gives every row once, newest first, also while new ones come`, async () => {
    const ada = await onboardedUser(latchkey);
    const [member] = Object.keys(first);
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await ada.create(path, { [member]: `${n}` });

    const pageOne = await ada.get(`${path}?limit=3`);
    await ada.create(path, { [member]: 'new' });
    const pageTwo = await ada.get(`${path}?limit=3&cursor=${encodeURIComponent(pageOne.json.nextCursor)}`);
    const last = await ada.get(`${path}?cursor=${encodeURIComponent(pageTwo.json.nextCursor)}&limit=3`);

    assert.deepEqual([pageOne, pageTwo, last].map(titles), [['7', '6', '5'], ['4', '3', '2'], ['1']]);
    assert.equal(last.json.nextCursor, null);
    assert.equal((await ada.get(`${path}?limit=8`)).json.nextCursor, null, 'a full last page is the last');
  });
}

test('the ledger has pages as well', async () => {
  const ada = await onboardedUser(latchkey);
  for (const title of ['A', 'B', 'C']) await ada.create('/api/analyses', { title });

  const first = await ada.get('/api/credits?limit=2');
  const second = await ada.get(`/api/credits?limit=2&cursor=${first.json.nextCursor}`);

  assert.deepEqual([...first.json.items, ...second.json.items].map((item) => item.balance_after), [22, 23, 24, 25]);
  assert.equal(second.json.nextCursor, null);
  assert.equal(second.json.balance, 22);
});

test('an analysis whose input has a number that does not fit is refused by the name of its field', async () => {
  const ada = await onboardedUser(latchkey);

  const answer = await ada.post('/api/analyses', '{"title":"A","input":{"n":9223372036854775808}}');

  assert.deepEqual([answer.status, answer.json.fields.map(({ field }) => field)], [422, ['input']]);
  assert.deepEqual((await ada.get('/api/analyses')).json.items, []);
});

test('100 parallel analyses against 25 credits make exactly 25', async () => {
  const ada = await onboardedUser(latchkey);

  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => ada.create('/api/analyses', { title: `${n}` }, randomToken())),
  );

  assert.equal(count(answers, 201), 25);
  assert.equal(count(answers, 402), 75);
  assert.ok(answers.every(({ status, json }) => status === 201 || json.code === 'insufficient_credits'));
  assert.deepEqual(await ledger(ada), { credits: 0, ledger: 0, entries: 26, analyses: 25 });
});

test('a retry of an analysis that was paid for succeeds also when the credits are gone', async () => {
  const ada = await onboardedUser(latchkey);
  const key = randomToken();
  const made = await ada.create('/api/analyses', { title: 'Paid' }, key);
  for (let n = 1; n < 25; n += 1) await ada.create('/api/analyses', { title: `${n}` });
  assert.equal((await ada.create('/api/analyses', { title: 'Too much' })).status, 402);

  const again = await ada.create('/api/analyses', { title: 'Paid' }, key);

  assert.deepEqual([again.status, again.json], [201, made.json]);
});

test('a second user, with every id and cursor of the first, reads and changes nothing of theirs', async () => {
  const ada = await onboardedUser(latchkey);
  const eve = await onboardedUser(latchkey);
  for (const n of [1, 2, 3]) {
    await ada.create('/api/leads', { name: `${n}` });
    await ada.create('/api/analyses', { title: `${n}` });
  }
  const [leads, analyses, credits] = await Promise.all(
    ['leads', 'analyses', 'credits'].map((list) => ada.get(`/api/${list}?limit=1`)),
  );
  const before = await everything(ada);
  const ids = [ada.account.id, ada.user.id, ...[leads, analyses, credits].map(({ json }) => json.items[0].id)];

  for (const id of ids) {
    for (const path of ['/api/leads', '/api/analyses']) {
      const answer = await eve.get(`${path}/${id}`);
      assert.equal(answer.status, 404);
      assert.equal(answer.json.code, 'not_found');
    }
    const taken = await eve.create('/api/analyses', { title: 'Mine?', lead_id: id });
    assert.equal(taken.status, 422);
    assert.deepEqual(taken.json.fields.map(({ field }) => field), ['lead_id']);
  }
  for (const { json } of [leads, analyses, credits]) {
    for (const path of ['/api/leads', '/api/analyses', '/api/credits']) {
      const answer = await eve.get(`${path}?cursor=${json.nextCursor}`);
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.json.fields.map(({ field }) => field), ['cursor']);
    }
  }
  for (const [path, body] of [
    ['/api/leads', { name: 'X', account_id: ada.account.id }],
    ['/api/analyses', { title: 'X', account_id: ada.account.id }],
  ]) {
    assert.equal((await eve.create(path, body)).status, 400);
  }
  assert.deepEqual((await eve.get('/api/leads')).json.items, []);
  assert.deepEqual((await eve.get('/api/analyses')).json.items, []);
  assert.equal((await eve.get('/api/credits')).json.balance, 25);
  assert.deepEqual(await everything(ada), before);
});

test('a cursor that was made up, or of another list, is a 400', async () => {
  const ada = await onboardedUser(latchkey);
  for (const name of ['A', 'B']) await ada.create('/api/leads', { name });
  const cursor = (await ada.get('/api/leads?limit=1')).json.nextCursor;
  const flipped = (cursor[0] === 'A' ? 'B' : 'A') + cursor.slice(1);

  for (const wrong of ['x', '%00', flipped, `${cursor}A`, cursor.slice(0, -1), randomToken(16), "'--"]) {
    const answer = await ada.get(`/api/leads?cursor=${wrong}`);
    assert.equal(answer.status, 400, wrong);
    assert.deepEqual(answer.json.fields.map(({ field }) => field), ['cursor']);
  }
  assert.equal((await ada.get(`/api/analyses?cursor=${cursor}`)).status, 400);
});

for (const [query, field] of [
  ['limit=0', 'limit'], ['limit=101', 'limit'], ['limit=x', 'limit'], ['limit=', 'limit'],
  ['limit=1&limit=2', 'limit'], ['page=2', 'page'],
]) {
  test(`a list asked for with ?${query} is a 400`, async () => {
    const ada = await newUser(latchkey);

    for (const path of ['/api/leads', '/api/analyses', '/api/credits']) {
      const answer = await ada.get(`${path}?${query}`);
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.json.fields.map((entry) => entry.field), [field]);
    }
  });
}

test('a search finds leads by name, e-mail and website, of all there are and in pages', async () => {
  const ada = await onboardedUser(latchkey);
  const eve = await onboardedUser(latchkey);
  await ada.create('/api/leads', { name: 'Zoë & Söhne 100%', email: 'post@zoe.example' });
  for (let n = 0; n < 30; n += 1) await ada.create('/api/leads', { name: `Lead ${n}`, notes: 'zoë' });
  const search = async (user, text, more = '') => {
    const { json } = await user.get(`/api/leads?q=${encodeURIComponent(text)}${more}`);
    return { ...json, names: json.items.map(({ name }) => name) };
  };

  for (const text of ['Zoë', 'SÖHNE', '& s', '100%', 'POST@ZOE']) {
    assert.deepEqual((await search(ada, text)).names, ['Zoë & Söhne 100%'], text);
  }
  assert.deepEqual((await ada.get('/api/leads?q=Zo%C3%AB+%26')).json.items.length, 1, 'as a form writes it');
  for (const text of ['zoë', '%', '_', "'--"]) assert.deepEqual((await search(eve, text)).names, []);
  assert.deepEqual((await search(ada, '_')).names, [], 'no wildcards');

  const names = [];
  for (let cursor = ''; cursor !== null; ) {
    const page = await search(ada, 'lead 1', `&limit=4${cursor && `&cursor=${cursor}`}`);
    names.push(...page.names);
    cursor = page.nextCursor;
  }
  assert.deepEqual(names, [...Array(10).keys()].map((n) => `Lead ${19 - n}`).concat('Lead 1'));
});

for (const [query, field] of [['q=', 'q'], ['q=%00', 'q'], ['q=%ff', 'q'], ['q=a&q=b', 'q']]) {
  test(`leads searched for with ?${query} are a 400`, async () => {
    const answer = await (await newUser(latchkey)).get(`/api/leads?${query}`);

    assert.deepEqual([answer.status, answer.json.fields.map((entry) => entry.field)], [400, [field]]);
  });
}

test('a list that is not searched refuses q', async () => {
  const ada = await newUser(latchkey);

  for (const path of ['/api/analyses', '/api/credits', '/api/auth/sessions']) {
    const answer = await ada.get(`${path}?q=a`);
    assert.deepEqual([answer.status, answer.json.fields.map((entry) => entry.field)], [400, ['q']]);
  }
});

test('before onboarding leads and analyses are refused, and lists are empty', async () => {
  const ada = await newUser(latchkey);

  for (const answer of [
    await ada.create('/api/leads', { name: 'Early' }),
    await ada.create('/api/analyses', { title: 'Early' }),
  ]) {
    assert.equal(answer.status, 403);
    assert.equal(answer.json.code, 'onboarding_required');
  }
  assert.deepEqual((await ada.get('/api/leads')).json.items, []);
  assert.deepEqual((await ada.get('/api/analyses')).json.items, []);
  assert.deepEqual(await ledger(ada), { credits: 25, ledger: 25, entries: 1, analyses: 0 });
});

for (const [table, insert] of [
  ['leads', 'INSERT INTO latchkey.leads (account_id, created_by, name) VALUES ($1, $2, $3) RETURNING id'],
  ['analyses', 'INSERT INTO latchkey.analyses (account_id, created_by, title, credits_spent) VALUES ($1, $2, $3, 0) RETURNING id'],
]) {
  test(`the database itself refuses ${table} before onboarding, and those of another account`, async () => {
    const early = await newUser(latchkey);
    const ada = await onboardedUser(latchkey);
    const values = ({ account, user }) => [account.id, user.id, 'By SQL'];

    assert.equal((await asTenant(ada, insert, values(ada))).length, 1);

    const refused = { code: '42501', message: /row-level security/ };
    await assert.rejects(asTenant(early, insert, values(early)), refused);
    await assert.rejects(asTenant(early, insert, values(ada)), refused);
    await assert.rejects(asTenant(ada, insert, values(early)), refused);
  });

  test(`the database itself shows ${table} to the account's users only, and lets nobody change them`, async () => {
    const ada = await onboardedUser(latchkey);
    const eve = await onboardedUser(latchkey);
    await ada.create('/api/leads', { name: 'Hers' });
    await ada.create('/api/analyses', { title: 'Hers' });
    const rows = (user) => asTenant(user, `SELECT id FROM latchkey.${table} WHERE account_id = $1`, [ada.account.id]);

    assert.equal((await rows(ada)).length, 1);
    assert.equal((await rows(eve)).length, 0);
    for (const change of [`UPDATE latchkey.${table} SET account_id = account_id`, `DELETE FROM latchkey.${table}`]) {
      await assert.rejects(asTenant(ada, change), { code: '42501' });
    }
  });
}

test('text of every kind is kept as sent, in every field', async () => {
  const ada = await onboardedUser(latchkey);
  for (const [name, text] of Object.entries(oddTexts)) {
    const lead = await ada.create('/api/leads', { name: text, notes: text });
    assert.deepEqual([lead.json.name, lead.json.notes], [text, text], name);
    assert.deepEqual((await ada.get(`/api/leads/${lead.json.id}`)).json, lead.json);

    const input = { [text]: text, list: [text] };
    const analysis = await ada.create('/api/analyses', { title: text, input });
    assert.equal(analysis.json.title, text, name);
    const [stored] = await sql('SELECT input FROM latchkey.analyses WHERE id = $1', [analysis.json.id]);
    assert.deepEqual(stored.input, input, name);
  }
  const odd = { name: 'Odd', email: `o'hara+"x"@例え.jp`, website: `https://مثال.example/🦊?q=%27'"#x` };
  const lead = await ada.create('/api/leads', odd);
  assert.deepEqual(lead.json, { ...lead.json, ...odd });
});

test('text that cannot be kept is refused, in every field', async () => {
  const ada = await onboardedUser(latchkey);
  const before = await everything(ada);
  for (const [name, text] of Object.entries(impossibleTexts)) {
    for (const answer of await Promise.all([
      ada.create('/api/leads', { name: text }),
      ada.create('/api/leads', { name: 'A', email: `${text}@example.com` }),
      ada.create('/api/leads', { name: 'A', website: `https://a.example/${text}` }),
      ada.create('/api/leads', { name: 'A', notes: text }),
      ada.create('/api/analyses', { title: text }),
      ada.create('/api/analyses', { title: 'A', lead_id: text }),
      ada.create('/api/analyses', { title: 'A', input: { text } }),
      ada.create('/api/analyses', { title: 'A', input: { [text]: 1 } }),
    ])) {
      assert.ok([400, 422].includes(answer.status), `${name}: ${answer.text}`);
    }
  }
  assert.deepEqual(await everything(ada), before);
});

test('an id that is none is not found', async () => {
  const ada = await newUser(latchkey);
  for (const id of ['7', 'x'.repeat(36), '00000000-0000-0000-0000-000000000000', '%27']) {
    for (const path of ['/api/leads', '/api/analyses']) {
      const { status } = await ada.client.request('GET', `${path}/${id}`, {
        headers: { authorization: `Bearer ${ada.accessToken}` }, contract: false,
      });
      assert.equal(status, 404, id);
    }
  }
});

test('other methods are refused with the ones there are', async () => {
  for (const [path, allow] of [
    ['/api/leads', 'GET, POST, HEAD'], ['/api/credits', 'GET, HEAD'], ['/api/onboarding/complete', 'POST'],
  ]) {
    const answer = await latchkey.client.request('DELETE', path, { contract: false });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow, allow);
  }
});

test('after a logout every endpoint refuses the access token at once', async () => {
  const ada = await onboardedUser(latchkey);
  const lead = (await ada.create('/api/leads', { name: 'A' })).json;
  await latchkey.client.logout(ada.refreshToken);

  for (const answer of await Promise.all([
    ada.get('/api/leads'), ada.get(`/api/leads/${lead.id}`), ada.create('/api/leads', { name: 'B' }),
    ada.get('/api/analyses'), ada.get(`/api/analyses/${lead.id}`), ada.create('/api/analyses', { title: 'B' }),
    ada.get('/api/credits'),
  ])) {
    assert.equal(answer.status, 401);
    assert.equal(answer.json.code, 'session_revoked');
  }
  assert.equal((await everything(ada)).leads.length, 1);
});
