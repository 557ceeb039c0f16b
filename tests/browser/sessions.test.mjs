// Staying signed in, and being signed out, in a real browser against the whole stack.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openProfile, onboard, signIn, startBrowser } from '../harness/browser.mjs';
import { startStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';

const hour = 3_600_000;

let stack, browser, database;
let people = 0;

before(async () => {
  stack = await startStack();
  browser = await startBrowser(stack);
  database = new pg.Pool({ ...stack.database, max: 1 });
  database.on('error', () => {}); // Postgres is stopped below
});
after(async () => {
  await browser?.close();
  await database?.end();
  await stack?.stop();
});

// A page of `profile` with the dashboard of somebody new. -> {page, email}
async function newUser(profile) {
  people += 1;
  const email = `person${people}@example.com`;
  const page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, email);
  await page.waitForURL('**/onboarding');
  await onboard(page);
  await dashboard(page);
  return { page, email };
}

// The same user in another browser.
async function onAnotherDevice(email) {
  const elsewhere = await browser.profile();
  const far = await elsewhere.newPage();
  await far.goto('/login');
  await signIn(far, email);
  await dashboard(far);
  return { elsewhere, far };
}

const dashboard = (page) => page.getByRole('heading', { level: 1, name: /^Hello/ }).waitFor();
const loginPage = (page) => page.getByRole('heading', { name: 'Sign in to Latchkey' }).waitFor();
const stored = (page, key) => page.evaluate((name) => localStorage.getItem(name), key);
const expire = (page) => page.evaluate(() => localStorage.setItem('expiresAt', '0'));

async function signOut(page) {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

// How often the profile's pages ask for this path from now on.
function counter(profile, pathname) {
  const seen = { count: 0 };
  profile.on('request', (request) => {
    if (new URL(request.url()).pathname === pathname) seen.count += 1;
  });
  return seen;
}

// All that the database knows of a user's sessions happened this much earlier.
async function age(email, milliseconds) {
  const interval = `${milliseconds} milliseconds`;
  const own = `(SELECT s.id FROM latchkey.sessions AS s JOIN latchkey.users AS u ON u.id = s.user_id
                 WHERE u.email = $1)`;
  await database.query(
    `UPDATE latchkey.refresh_tokens SET issued_at = issued_at - $2::interval,
       expires_at = expires_at - $2::interval, spent_at = spent_at - $2::interval
      WHERE session_id IN ${own}`,
    [email, interval],
  );
  await database.query(
    `UPDATE latchkey.sessions SET created_at = created_at - $2::interval,
       last_used_at = last_used_at - $2::interval, expires_at = expires_at - $2::interval
      WHERE id IN ${own}`,
    [email, interval],
  );
}

async function tokensOf(email) {
  const { rows } = await database.query(
    `SELECT t.spent_at FROM latchkey.refresh_tokens AS t
       JOIN latchkey.sessions AS s ON s.id = t.session_id
       JOIN latchkey.users AS u ON u.id = s.user_id
      WHERE u.email = $1`,
    [email],
  );
  return rows;
}

// What the daily purge leaves of a user's sessions once they are over: nothing.
async function forget(email) {
  await database.query(
    `DELETE FROM latchkey.sessions AS s USING latchkey.users AS u
      WHERE u.id = s.user_id AND u.email = $1`,
    [email],
  );
}

// Signs in, closes the browser, and opens it again so much later: -> what `then` says of its page.
async function later(milliseconds, then, meanwhile = async () => {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-profile-'));
  try {
    const first = await openProfile(stack, folder);
    const { email } = await newUser(first);
    await first.close();
    await age(email, milliseconds);
    await meanwhile(email);

    const second = await openProfile(stack, folder);
    await second.clock.install({ time: Date.now() + milliseconds });
    const page = await second.newPage();
    await page.goto('/');
    await then(page, second);
    await second.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a browser opened again 7 hours later is still signed in', async () => {
  await later(7 * hour, async (page, profile) => {
    await dashboard(page);
    assert.deepEqual(profile.problems, []);
  });
});

for (const [since, meanwhile] of [['', undefined], [', after the purge,', forget]]) {
  test(`a browser opened again 8 days later${since} is silently at /login`, async () => {
    const silently = async (page) => {
      await page.waitForURL('**/login');
      await loginPage(page);
      assert.equal(await page.getByRole('alert').count(), 0);
      assert.equal(await page.getByText(/signed out/).count(), 0);
      assert.equal(await stored(page, 'refreshToken'), null);
    };
    await later(8 * 24 * hour, silently, meanwhile);
  });
}

test('a page whose token has expired makes one refresh for all of its calls', async () => {
  const profile = await browser.profile();
  const { page, email } = await newUser(profile);
  await expire(page);
  const refreshes = counter(profile, '/api/auth/refresh');

  await page.reload();
  await dashboard(page);
  await page.waitForLoadState('networkidle');

  assert.equal(refreshes.count, 1);
  const before = (await tokensOf(email)).length;
  await page.reload();
  await dashboard(page);
  assert.equal((await tokensOf(email)).length, before, 'a valid token is used as it is');
  await profile.close();
});

test('five tabs at expiry stay signed in with one successor', async () => {
  const profile = await browser.profile();
  const { page, email } = await newUser(profile);
  const tabs = [page];
  while (tabs.length < 5) tabs.push(await profile.newPage());
  const before = (await tokensOf(email)).length;
  await expire(page);

  await Promise.all(tabs.map((tab) => tab.goto('/')));
  await Promise.all(tabs.map(dashboard));
  await Promise.all(tabs.map((tab) => tab.waitForLoadState('networkidle')));

  const tokens = await tokensOf(email);
  assert.equal(tokens.length, before + 1);
  assert.equal(tokens.filter(({ spent_at }) => spent_at === null).length, 1);
  await profile.close();
});

test('five tabs without Web Locks stay signed in as well', async () => {
  const profile = await browser.profile();
  await profile.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
  });
  const { page, email } = await newUser(profile);
  const tabs = [page];
  while (tabs.length < 5) tabs.push(await profile.newPage());
  const before = (await tokensOf(email)).length;
  await expire(page);

  await Promise.all(tabs.map((tab) => tab.goto('/')));
  await Promise.all(tabs.map(dashboard));

  assert.equal((await tokensOf(email)).length, before + 1);
  await profile.close();
});

test('signing out in one tab reaches the others, and no other browser', async () => {
  const profile = await browser.profile();
  const { page, email } = await newUser(profile);
  const other = await profile.newPage();
  await other.goto('/leads');
  await other.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
  const { far, elsewhere } = await onAnotherDevice(email);

  await signOut(page);

  await Promise.all([loginPage(page), loginPage(other)]);
  await far.reload();
  await dashboard(far);
  await profile.close();
  await elsewhere.close();
});

test('signing out everywhere reaches another browser', async () => {
  const profile = await browser.profile();
  const { page, email } = await newUser(profile);
  const { far, elsewhere } = await onAnotherDevice(email);
  await page.goto('/devices');

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();

  await loginPage(page);
  await far.reload();
  await loginPage(far);
  await profile.close();
  await elsewhere.close();
});

test('a device that is signed out from the list is out at its next call', async () => {
  const profile = await browser.profile();
  const { page, email } = await newUser(profile);
  const { far, elsewhere } = await onAnotherDevice(email);
  await page.goto('/devices');

  await page.getByRole('button', { name: /^Sign out Chrom/ }).click();
  await page.getByText(/was signed out\.$/).waitFor();

  await far.reload();
  await loginPage(far);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
  await profile.close();
  await elsewhere.close();
});

test('a refresh in flight at logout does not bring the session back', async () => {
  const profile = await browser.profile();
  const { page, email } = await newUser(profile);
  const other = await profile.newPage();
  await other.goto('/');
  await dashboard(other);
  const answered = Promise.withResolvers();
  const release = Promise.withResolvers();
  await page.route('**/api/auth/refresh', async (route) => {
    const response = await route.fetch();
    answered.resolve(await response.json());
    await release.promise;
    await route.fulfill({ response });
  });
  const accessToken = await stored(page, 'accessToken');
  const expiresAt = await stored(page, 'expiresAt');
  await expire(page);
  const reload = page.reload();
  const { refreshToken } = await answered.promise;
  await other.evaluate((at) => localStorage.setItem('expiresAt', at), expiresAt);

  await signOut(other);
  await loginPage(other);
  release.resolve();
  await reload;

  await loginPage(page);
  for (const key of ['accessToken', 'refreshToken', 'refreshKey', 'expiresAt']) {
    assert.equal(await stored(page, key), null, key);
  }
  const call = (url, init) => other.evaluate(
    async ([to, how]) => (await fetch(to, how)).status, [url, init]);
  await eventually(async () => (await call('/api/auth/session', {
    headers: { authorization: `Bearer ${accessToken}` },
  })) === 401);
  assert.equal(await call('/api/auth/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  }), 401);
  assert.ok((await tokensOf(email)).length > 0);
  await profile.close();
});

test('a server that is down during a refresh ends no session, and the page recovers', async () => {
  const profile = await browser.profile();
  const { page } = await newUser(profile);
  await stack.stopPostgres();
  const refused = page.waitForResponse((answer) => answer.status() === 503);
  await expire(page);

  await page.reload();
  await refused;
  assert.notEqual(await stored(page, 'refreshToken'), null);
  assert.equal(new URL(page.url()).pathname, '/dashboard');
  await stack.startPostgres();

  await page.getByRole('heading', { level: 1, name: /^Hello/ }).waitFor({ timeout: 60_000 });
  await profile.close();
});
