// What happens to a page in a browser: storage that is denied or full, an address opened twice, a
// file that is lost, and a server that is down for long.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openProfile, signIn, startBrowser } from '../harness/browser.mjs';
import { button, heading, newDashboard } from '../harness/pages.mjs';
import { sharedStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';

let stack, browser;

before(async () => {
  stack = await sharedStack();
  browser = await startBrowser(stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

// A browser whose settings keep sites from storing anything.
async function withoutStorage(then) {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-profile-'));
  mkdirSync(path.join(folder, 'Default'));
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(path.join(folder, 'Default', 'Preferences'), JSON.stringify(blocked));
  const profile = await openProfile(stack, folder);
  try {
    await then(await profile.newPage());
  } finally {
    await profile.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a browser that denies storage is told what to do', async () => {
  await withoutStorage(async (page) => {
    for (const address of ['/login', '/auth/callback?code=c&state=s']) {
      await page.goto(address);
      await assert.rejects(page.evaluate(() => String(sessionStorage)), /Access is denied/);
      await page.getByRole('button', { name: /^Continue|^Start again/ }).click();
      const said = page.getByRole('alert').getByText(/keeps this site from storing anything/);
      await said.waitFor();
      assert.equal(new URL(page.url()).origin, stack.publicUrl);
    }
  });
});

test('a session in a full localStorage is read, and refreshed', async () => {
  const { profile, page } = await newDashboard(browser, 'full@example.com');
  await page.evaluate(() => {
    // Short names, or what is left has room for one more.
    for (let size = 4 * 1024 * 1024, count = 0; size >= 1; count += 1) {
      try {
        localStorage.setItem(`f${count}`, 'x'.repeat(size));
      } catch {
        size = Math.floor(size / 2);
      }
    }
  });
  const filled = page.evaluate(() => localStorage.setItem('one', 'more'));
  await assert.rejects(filled, /exceeded the quota/);

  await page.reload();
  await heading(page, /^Hello/);
  await page.evaluate(() => localStorage.setItem('expiresAt', '0'));
  for (let visits = 0; visits < 2; visits += 1) {
    await page.reload();
    await heading(page, /^Hello/);
  }
  await profile.close();
});

test('the address of a used callback leads onward who is signed in', async () => {
  const profile = await browser.profile();
  const page = await profile.newPage();
  const addresses = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/auth/callback') addresses.push(request.url());
  });
  await page.goto('/login');
  await signIn(page, 'twice@example.com');
  await heading(page, 'Tell us about your business');

  await page.goto(addresses[0]);

  await heading(page, 'Tell us about your business');
  await profile.close();
});

test('another user signs in after the first, in the same browser', async () => {
  const { profile, page } = await newDashboard(browser, 'first@example.com');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await button(page, 'Sign out').click();
  await heading(page, 'Sign in to Latchkey');

  await signIn(page, 'second@example.com');

  await heading(page, 'Tell us about your business');
  await profile.close();
});

test('a dialog whose code is lost says so and comes by itself, and the page stands', async () => {
  const { profile, page } = await newDashboard(browser, 'offline@example.com');
  await page.goto('/leads');
  await page.getByText('No leads yet').waitFor();
  await profile.setOffline(true);

  await button(page, 'Add lead').click();
  const dialog = page.getByRole('dialog', { name: 'Add lead' });
  await dialog.getByText(/could not be loaded/).waitFor();
  await heading(page, 'Leads');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Add lead');
  await button(page, 'Add lead').click();
  await dialog.getByText(/could not be loaded/).waitFor();
  await profile.setOffline(false);

  await dialog.getByLabel('Name').fill('Café Lovelace');
  await dialog.getByRole('button', { name: 'Add lead' }).click();
  await page.getByText('Café Lovelace was added.').waitFor();
  assert.deepEqual(profile.problems, []);
  await profile.close();
});

test('a page whose code is lost comes by itself', async () => {
  const { profile, page } = await newDashboard(browser, 'lost@example.com');
  await page.route('**/assets/signed-in-*.js', (route) => route.abort());
  await page.goto('/');
  await heading(page, 'Something went wrong');

  await page.unrouteAll();

  await heading(page, /^Hello/);
  await profile.close();
});

test('an open page of an older version reloads itself when the server has a newer one', async () => {
  const { profile, page } = await newDashboard(browser, 'older@example.com');
  await page.goto('/leads');
  await page.getByText('No leads yet').waitFor();
  let documents = 0;
  await page.route('**/assets/NewLeadDialog-*.js', (route) => route.fulfill({ status: 404 }));
  await page.route((url) => url.pathname === '/', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/index-[\w-]+\.js/, 'index-newer000.js');
    await route.fulfill({ response, body });
  });
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents += 1;
  });

  await button(page, 'Add lead').click();

  await eventually(() => documents === 1);
  // Closed amid a reload, a browser may never answer.
  await page.getByText('No leads yet').waitFor();
  await profile.close();
});

test('a page opened while the server is down comes when the server is back', async () => {
  const { profile, page } = await newDashboard(browser, 'persistent@example.com');
  let asked = 0;
  await page.clock.install();
  await page.route('**/api/auth/session', (route) => {
    asked += 1;
    return route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ error: 'Briefly unavailable.', code: 'unavailable' }),
    });
  });
  await page.goto('/');
  await heading(page, 'We can’t reach the server');
  for (let pauses = 0; pauses < 8; pauses += 1) {
    const before = asked;
    await page.clock.runFor(15_000);
    await eventually(() => asked > before);
  }

  await page.unrouteAll();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));

  await heading(page, /^Hello/);
  await profile.close();
});
