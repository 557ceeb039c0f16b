// The list of devices, and what an administrator sees of them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { randomToken } from '../harness/client.mjs';
import { sharedLatchkey } from '../harness/latchkey.mjs';
import { newUser } from '../harness/user.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preset = process.env.LATCHKEY_DEV_PRESET ?? 'dev';

let latchkey, client;

before(async () => {
  latchkey = await sharedLatchkey();
  ({ client } = latchkey);
});
after(() => latchkey?.stop());

const devices = '/api/auth/sessions';
const nobody = '00000000-0000-4000-8000-000000000000';
const sessionOf = ({ accessToken }) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()).sid;
const revoke = (user, id, headers = {}) =>
  client.request('DELETE', `${devices}/${id}`, {
    headers: { authorization: `Bearer ${user.accessToken}`, ...headers },
  });

async function assertEnded(user) {
  const answer = await user.get('/api/auth/session');
  assert.equal(answer.status, 401);
  assert.equal(answer.json.code, 'session_revoked');
  assert.equal((await client.refresh(user.refreshToken, randomToken())).json.code, 'session_revoked');
}

// `latchkey sessions …` -> {code, out, err}
const admin = (...args) =>
  new Promise((resolve) => {
    execFile(
      path.join(root, 'build', preset, 'bin', 'latchkey'),
      ['sessions', ...args],
      { env: { PATH: process.env.PATH, LATCHKEY_CONFIG: path.join(latchkey.dir, 'latchkey.conf') } },
      (error, out, err) => resolve({ code: error?.code ?? 0, out, err }),
    );
  });

test('a user sees their devices, newest first, and which one is asking', async () => {
  const phone = await newUser(latchkey);
  const laptop = await phone.elsewhere();

  const { status, json } = await phone.get(devices);

  assert.equal(status, 200);
  assert.equal(json.nextCursor, null);
  assert.deepEqual(json.items.map(({ id }) => id), [sessionOf(laptop), sessionOf(phone)]);
  assert.deepEqual(json.items.map(({ current }) => current), [false, true]);
  assert.match(json.items[0].ip, /^(127\.0\.0\.1|::1)$/);
});

test('a refresh shows as the last use, with the address and program of that moment', async () => {
  const user = await newUser(latchkey);
  const [before] = (await user.get(devices)).json.items;
  await latchkey.sql(
    `UPDATE latchkey.sessions SET created_at = created_at - interval '1 day',
            last_used_at = last_used_at - interval '1 day' WHERE id = $1`,
    [before.id],
  );

  await client.post('/api/auth/refresh', { refreshToken: user.refreshToken }, { 'user-agent': 'Phone/2' });

  const [item] = (await user.get(devices)).json.items;
  assert.equal(item.user_agent, 'Phone/2');
  assert.ok(Date.parse(item.last_used_at) - Date.parse(item.created_at) >= 86_000_000);
});

test('pages hold every device once', async () => {
  const user = await newUser(latchkey);
  const all = [sessionOf(user)];
  for (let i = 0; i < 6; i += 1) all.unshift(sessionOf(await user.elsewhere()));

  const seen = [];
  let cursor = '';
  for (let page = 0; page < 3; page += 1) {
    const { status, json } = await user.get(`${devices}?limit=3${cursor}`);
    assert.equal(status, 200);
    seen.push(...json.items.map(({ id }) => id));
    cursor = `&cursor=${json.nextCursor}`;
    assert.equal(json.nextCursor === null, page === 2);
  }

  assert.deepEqual(seen, all);
});

test('a cursor of another user or one made up is a 400 that names it', async () => {
  const ada = await newUser(latchkey);
  await ada.elsewhere();
  const mallory = await newUser(latchkey);
  const { json } = await ada.get(`${devices}?limit=1`);
  const made = Buffer.from(randomToken(16), 'base64url').toString('base64url');

  for (const cursor of [json.nextCursor, made, 'x', nobody, '%00', 'AAAAAAAAAAAAAAAAAAAAAB']) {
    const answer = await mallory.get(`${devices}?cursor=${cursor}`);

    assert.equal(answer.status, 400, cursor);
    assert.equal(answer.json.code, 'invalid_request');
    assert.equal(answer.json.fields[0].field, 'cursor');
  }
});

for (const [query, field] of [
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=x', 'limit'],
  ['limit=1&limit=1', 'limit'],
  ['page=1', 'page'],
]) {
  test(`?${query} is a 400 that names ${field}`, async () => {
    const user = await newUser(latchkey);

    const answer = await user.get(`${devices}?${query}`);

    assert.equal(answer.status, 400);
    assert.equal(answer.json.fields[0].field, field);
  });
}

test('a device that is revoked is out at once, and the others are not', async () => {
  const phone = await newUser(latchkey);
  const laptop = await phone.elsewhere();

  const answer = await revoke(phone, sessionOf(laptop));

  assert.equal(answer.status, 204);
  assert.equal(answer.text, '');
  await assertEnded(laptop);
  assert.equal((await phone.get('/api/auth/session')).status, 200);
  assert.deepEqual((await phone.get(devices)).json.items.map(({ id }) => id), [sessionOf(phone)]);
  assert.equal((await revoke(phone, sessionOf(laptop))).status, 204, 'a repeat says the same');
});

test('the device that asks can revoke itself', async () => {
  const user = await newUser(latchkey);

  assert.equal((await revoke(user, sessionOf(user))).status, 204);

  await assertEnded(user);
  assert.equal((await user.get(devices)).json.code, 'session_revoked');
  assert.equal((await revoke(user, sessionOf(user))).json.code, 'session_revoked');
});

test('a session of another user, an unknown one and what is not an id are a 404', async () => {
  const ada = await newUser(latchkey);
  const mallory = await newUser(latchkey);

  for (const id of [sessionOf(ada), nobody, 'x', `${nobody}0`]) {
    const answer = await revoke(mallory, id);
    assert.equal(answer.status, 404, id);
    assert.equal(answer.json.code, 'not_found');
  }
  assert.equal((await ada.get('/api/auth/session')).status, 200);
});

test('without a token there is nothing to see and nothing to revoke', async () => {
  const user = await newUser(latchkey);

  assert.equal((await client.get(devices)).json.code, 'access_token_missing');
  const answer = await client.request('DELETE', `${devices}/${sessionOf(user)}`);
  assert.equal(answer.json.code, 'access_token_missing');
  assert.equal((await user.get('/api/auth/session')).status, 200);
});

test('other methods are a 405', async () => {
  const user = await newUser(latchkey);
  const headers = { authorization: `Bearer ${user.accessToken}` };

  for (const [method, route] of [['POST', devices], ['DELETE', devices], ['GET', `${devices}/${sessionOf(user)}`]]) {
    const answer = await client.request(method, route, { headers, contract: false });
    assert.equal(answer.status, 405, `${method} ${route}`);
  }
});

test('1,000 rounds of a refresh against a revoke leave nothing that works', async () => {
  const owner = await newUser(latchkey);
  const round = async () => {
    const victim = await owner.elsewhere();
    const [refreshed, revoked] = await Promise.all([
      client.refresh(victim.refreshToken, randomToken()),
      revoke(owner, sessionOf(victim)),
    ]);
    assert.equal(revoked.status, 204);
    const tokens = [victim, ...(refreshed.status === 200 ? [refreshed.json] : [])];
    for (const { accessToken, refreshToken } of tokens) {
      assert.equal((await client.session(accessToken)).status, 401);
      assert.equal((await client.refresh(refreshToken, randomToken())).status, 401);
    }
  };

  for (let batch = 0; batch < 50; batch += 1) {
    await Promise.all(Array.from({ length: 20 }, round));
  }
});

test('an administrator lists the sessions of a user', async () => {
  const user = await newUser(latchkey);
  const other = await user.elsewhere();
  await revoke(user, sessionOf(other));

  const { code, out } = await admin('list', user.identity.email);

  assert.equal(code, 0);
  const [head, first, second] = out.split('\n');
  assert.match(head, /^SESSION +USER +STATE +SIGNED IN +LAST USED +IP +USER AGENT$/);
  assert.match(first, new RegExp(`^${sessionOf(other)} +${user.identity.email} +revoked \\(revoked_by_user\\) `));
  assert.match(second, new RegExp(`^${sessionOf(user)} +${user.identity.email} +live `));
  const { out: json } = await admin('list', '--json', sessionOf(user));
  assert.equal(JSON.parse(json)[0].session_id, sessionOf(user));
});

test('an administrator ends one session or all of a user', async () => {
  const user = await newUser(latchkey);
  const [second, third] = [await user.elsewhere(), await user.elsewhere()];

  assert.equal((await admin('revoke', sessionOf(second))).out, 'Ended 1 session.\n');
  await assertEnded(second);
  assert.equal((await third.get('/api/auth/session')).status, 200);
  assert.equal((await admin('revoke', user.user.id)).out, 'Ended 2 sessions.\n');
  await assertEnded(third);
  assert.equal((await admin('revoke', user.user.id)).out, 'No session was live.\n');
});

test('an administrator can say why somebody was logged out', async () => {
  const why = async (user) => (await admin('why', sessionOf(user))).out;
  const owner = await newUser(latchkey);

  assert.match(await why(owner), /It is live; nothing has ended it\./);

  const device = await owner.elsewhere();
  await revoke(owner, sessionOf(device), { 'user-agent': 'Laptop/1' });
  assert.match(await why(device), /It was ended by the user at .* from the list of devices, by session /);
  assert.match(await why(device), /by Laptop\/1\n {2}Request [0-9a-f]+ in the logs\n/);

  const reused = await owner.elsewhere();
  const { json: next } = await client.refresh(reused.refreshToken, randomToken());
  await client.refresh(next.refreshToken, randomToken());
  await client.refresh(reused.refreshToken, randomToken());
  assert.match(await why(reused), /It was ended for safety at .*: a refresh token that had been spent/);

  const byAdmin = await owner.elsewhere();
  await admin('revoke', sessionOf(byAdmin));
  assert.match(await why(byAdmin), /It was ended at .* by an administrator, /);

  const elsewhere = await owner.elsewhere();
  await client.logout(owner.refreshToken);
  assert.match(await why(owner), /It was logged out by its own client at /);
  assert.match(await why(elsewhere), /It was logged out at .* from another device, .*, scope global\./);

  const expired = await newUser(latchkey);
  await latchkey.sql("UPDATE latchkey.sessions SET expires_at = now() - interval '1 s' WHERE id = $1", [
    sessionOf(expired),
  ]);
  assert.match(await why(expired), /It expired at .*: it was not refreshed in time/);
});

test('a name that nobody has is an error, not an empty list', async () => {
  for (const verb of ['list', 'revoke', 'why']) {
    const { code, out, err } = await admin(verb, 'nobody@example.com');
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.equal(err, "latchkey sessions: there is no user or session 'nobody@example.com'\n");
  }
});
