// How long a text may be stands in docs/openapi.yaml. Here handlers (lib/http/limits.h) and the CHECKs
// of the tables are held to it: what is at a limit is kept, what is one over is refused with its name.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { components, resolve } from '../harness/contract.mjs';
import { sharedLatchkey } from '../harness/latchkey.mjs';
import { newUser, onboardedUser } from '../harness/user.mjs';

let latchkey;

before(async () => {
  latchkey = await sharedLatchkey();
});
after(() => latchkey?.stop());

// The members of a schema that have `rule`. -> [[name, schema]]
function membersWith(rule, schema) {
  return Object.entries(components.schemas[schema].properties)
    .map(([name, member]) => [name, resolve(member)])
    .filter(([, member]) => member[rule] !== undefined);
}

const named = (answer) => answer.json.fields?.map(({ field }) => field);
const fox = (length) => '🦊'.repeat(length); // characters, not bytes nor UTF-16 units
const filledUp = (start, length, end = '') => start + 'x'.repeat(length - start.length - end.length) + end;

// A text of so many characters, fit for the field.
function textOf(field, length) {
  if (field === 'website') return filledUp('https://a.example/', length);
  if (field === 'email') return filledUp('', length, '@example.com');
  return fox(length);
}

// An object of so many bytes as compact JSON.
const objectOf = (bytes) => ({ x: filledUp('', bytes - JSON.stringify({ x: '' }).length) });

const profile = { business_name: 'B', target_audience: 'T', analysis_goals: 'G' };
const post = (path) => async (body) => (await onboardedUser(latchkey)).create(path, body);
const save = (step) => async (data) => (await newUser(latchkey)).save(step, data);
const requests = [
  ['NewLead', { name: 'A' }, post('/api/leads')],
  ['NewAnalysis', { title: 'A' }, post('/api/analyses')],
  ['BusinessStep', { business_name: 'B' }, save('business'), 'data.'],
  ['AudienceStep', {}, save('audience'), 'data.'],
  ['GoalsStep', {}, save('goals'), 'data.'],
  ['Profile', profile, async (fields) => (await newUser(latchkey)).complete(fields)],
];

for (const [schema, rest, send, prefix = ''] of requests) {
  for (const [field, { maxLength, minLength }] of membersWith('maxLength', schema)) {
    test(`${schema}.${field} has at most ${maxLength} characters`, async () => {
      const at = await send({ ...rest, [field]: textOf(field, maxLength) });
      const over = await send({ ...rest, [field]: textOf(field, maxLength + 1) });
      const empty = await send({ ...rest, [field]: '' });

      assert.ok([200, 201].includes(at.status), at.text);
      assert.deepEqual([over.status, named(over)], [422, [prefix + field]]);
      assert.equal(empty.status === 422, minLength === 1, empty.text);
    });
  }
}

for (const [schema, rest, path] of [
  ['NewAnalysis', { title: 'A' }, '/api/analyses'],
  ['Profile', profile, '/api/onboarding/complete'],
]) {
  for (const [field, member] of membersWith('x-maxBytes', schema)) {
    const bytes = member['x-maxBytes'];
    const send = async (json) => {
      const { accessToken } = await (path === '/api/analyses' ? onboardedUser : newUser)(latchkey);
      const body = `${JSON.stringify(rest).slice(0, -1)},"${field}":${json}}`;
      const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
      return latchkey.client.request('POST', path, { body, headers });
    };

    test(`${schema}.${field} has at most ${bytes} bytes`, async () => {
      const at = await send(JSON.stringify(objectOf(bytes)));
      const over = await send(JSON.stringify(objectOf(bytes + 1)));

      assert.ok([200, 201].includes(at.status), at.text);
      assert.deepEqual([over.status, named(over)], [422, [field]]);
    });

    test(`${schema}.${field} has integers of 64 bits, and a larger one is named`, async () => {
      const most = await send('{"a":[9223372036854775807,-9223372036854775808]}');
      assert.ok([200, 201].includes(most.status), most.text);

      for (const number of ['9223372036854775808', '-9223372036854775809', '1e999']) {
        const answer = await send(`{"a":[{"b":${number}}]}`);
        assert.deepEqual([answer.status, answer.json.code], [422, 'validation_failed'], number);
        assert.deepEqual(named(answer), [field]);
      }
    });
  }
}

test('a sign-in has the lengths of the contract', async () => {
  const body = (field, length) => ({
    code: 'c', codeVerifier: 'v'.repeat(43), redirectUri: `${latchkey.publicUrl}/auth/callback`,
    nonce: 'nonce678', [field]: 'x'.repeat(length),
  });
  for (const [field, { minLength, maxLength }] of membersWith('maxLength', 'CompleteSignup')) {
    if (field === 'redirectUri') continue; // one of a list
    for (const [length, good] of [
      [minLength - 1, false], [minLength, true], [maxLength, true], [maxLength + 1, false],
    ]) {
      const answer = await latchkey.client.post('/api/auth/complete-signup', body(field, length));
      assert.equal(named(answer)?.includes(field) ?? false, !good, `${field} of ${length}: ${answer.text}`);
    }
  }
});

test('an Idempotency-Key, a page and a search have the bounds of the contract', async () => {
  const ada = await onboardedUser(latchkey);
  const { RequestKey, IdempotencyKey, Limit, Search } = components.parameters;
  assert.deepEqual(RequestKey.schema, IdempotencyKey.schema);
  const { minLength, maxLength } = RequestKey.schema;
  for (const [length, status] of [
    [minLength - 1, 400], [minLength, 201], [maxLength, 201], [maxLength + 1, 400],
  ]) {
    assert.equal((await ada.create('/api/leads', { name: 'A' }, 'k'.repeat(length))).status, status);
  }
  const { minimum, maximum } = Limit.schema;
  for (const [limit, status] of [
    [minimum - 1, 400], [minimum, 200], [maximum, 200], [maximum + 1, 400],
  ]) {
    assert.equal((await ada.get(`/api/leads?limit=${limit}`)).status, status);
  }
  const most = Search.schema.maxLength;
  assert.equal((await ada.get(`/api/leads?q=${encodeURIComponent(fox(most))}`)).status, 200);
  const over = await ada.get(`/api/leads?q=${encodeURIComponent(fox(most + 1))}`);
  assert.deepEqual([over.status, named(over)], [400, ['q']]);
});

for (const [table, schema] of [
  ['leads', 'NewLead'], ['analyses', 'NewAnalysis'], ['business_profiles', 'Profile'],
  ['users', 'User'], ['accounts', 'Account'],
]) {
  test(`the table ${table} takes what ${schema} allows and no more`, async () => {
    const checks = await latchkey.sql(
      `SELECT pg_get_constraintdef(c.oid) AS text FROM pg_constraint AS c
        WHERE c.contype = 'c' AND c.conrelid = $1::regclass`,
      [`latchkey.${table}`],
    );
    const limits = membersWith('maxLength', schema);
    assert.ok(limits.length > 0);

    for (const [field, { maxLength }] of limits) {
      const limit = new RegExp(`char_length\\(${field}\\) <= (\\d+)`);
      const found = checks.map(({ text }) => limit.exec(text)?.[1]).filter(Boolean);
      assert.deepEqual(found, [String(maxLength)], `${table}.${field}`);
    }
  });
}
