// The first minutes of a user, in a real browser: sign in through the local provider, onboarding,
// dashboard, and where links lead on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onboard, signIn, startBrowser } from '../harness/browser.mjs';
import { button, heading } from '../harness/pages.mjs';
import { sharedStack } from '../harness/stack.mjs';

let stack, browser;

before(async () => {
  stack = await sharedStack();
  browser = await startBrowser(stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

test('a first sign-in goes through onboarding to a dashboard with 25 credits', async () => {
  const profile = await browser.profile();
  const page = await profile.newPage();

  await page.goto('/');
  await page.waitForURL('**/login');
  await signIn(page, 'ada@example.com');
  await page.waitForURL('**/onboarding');
  await onboard(page);

  await page.getByRole('heading', { level: 1, name: 'Hello, ada' }).waitFor();
  await page.getByText('25', { exact: true }).first().waitFor();
  assert.deepEqual(profile.problems, []);
  await profile.close();
});

// A page of `profile` where `email` has signed in.
async function signedIn(profile, email) {
  const page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, email);
  return page;
}

test('onboarding goes on where it was interrupted, after a reload and on another device', async () => {
  const profile = await browser.profile();
  const page = await signedIn(profile, 'interrupted@example.com');
  await page.getByLabel('Business name').fill('Analytical Engines');
  await button(page, 'Save and continue').click();
  await heading(page, 'Who are you trying to reach?');

  await page.reload();
  await heading(page, 'Who are you trying to reach?');

  const elsewhere = await browser.profile();
  const far = await signedIn(elsewhere, 'interrupted@example.com');
  await heading(far, 'Who are you trying to reach?');
  await button(far, 'Back').click();
  await far.waitForFunction(() => document.querySelector('input')?.value === 'Analytical Engines');
  await profile.close();
  await elsewhere.close();
});

test('a deep link leads to its page after sign-in, and through onboarding', async () => {
  const profile = await browser.profile();
  const page = await profile.newPage();
  await page.goto('/devices?from=mail#list');
  await page.waitForURL('**/login?returnTo=*');
  await signIn(page, 'deep@example.com');
  await heading(page, 'Tell us about your business');
  await onboard(page, '/devices');

  await heading(page, 'Devices');
  assert.equal(page.url(), `${stack.publicUrl}/devices?from=mail#list`);

  const elsewhere = await browser.profile();
  const far = await elsewhere.newPage();
  await far.goto('/leads');
  await far.waitForURL('**/login?returnTo=*');
  await signIn(far, 'deep@example.com');
  await heading(far, 'Leads');
  await profile.close();
  await elsewhere.close();
});

const tricks = [
  '//evil.example',
  '///evil.example',
  'https:evil.example',
  'https://evil.example/',
  '\\\\evil.example',
  '/\\evil.example',
  '\t//evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/%2F/evil.example',
  '/%5Cevil.example',
  '/@evil.example',
  'javascript:location="https://evil.example"',
  'data:text/html,evil',
];

test('no link to the sign-in page leads out of the application', async () => {
  const profile = await browser.profile();
  const outside = [];
  const mayAsk = (url) => url.origin === stack.publicUrl || url.hostname === '127.0.0.1';
  await profile.route((url) => /^http/.test(url.protocol) && !mayAsk(url), (route) => {
    outside.push(route.request().url());
    return route.abort();
  });
  const page = await profile.newPage();

  await page.goto(`/login?${new URLSearchParams({ returnTo: '//evil.example' })}`);
  await signIn(page, 'careful@example.com');
  await onboard(page);
  await heading(page, /^Hello/);
  for (const trick of tricks) {
    for (const door of ['/login', '/onboarding']) {
      await page.goto(`${door}?${new URLSearchParams({ returnTo: trick })}`);
      await heading(page, /^Hello|This page doesn’t exist|^404 Not Found/); // the server's, for a file
      assert.equal(new URL(page.url()).origin, stack.publicUrl, `${door} with ${trick}`);
    }
  }

  assert.deepEqual(outside, []);
  await profile.close();
});

test('what the server finds wrong with a field is said beside it', async () => {
  const profile = await browser.profile();
  const page = await signedIn(profile, 'mistaken@example.com');
  await page.getByLabel('Business name').fill('Analytical Engines');
  // An address to browsers, which encode the blank; none to the server.
  const website = page.getByLabel('Website');
  await website.fill('https://engines.example/our firm');
  const answer = page.waitForResponse('**/api/onboarding/save-progress');
  await button(page, 'Save and continue').click();

  const { fields } = await (await answer).json();
  assert.deepEqual(fields.map(({ field }) => field), ['data.website']);
  await page.getByText(fields[0].error, { exact: true }).waitFor();
  assert.equal(await website.getAttribute('aria-invalid'), 'true');
  const described = (await website.getAttribute('aria-describedby')).split(' ')[0];
  assert.equal(await page.locator(`[id="${described}"]`).textContent(), fields[0].error);
  assert.ok(await website.evaluate((element) => element === document.activeElement));
  await profile.close();
});

test('a step that is being saved says so and is sent once', async () => {
  const profile = await browser.profile();
  const page = await signedIn(profile, 'patient@example.com');
  const arrived = Promise.withResolvers();
  const release = Promise.withResolvers();
  let requests = 0;
  await page.route('**/api/onboarding/save-progress', async (route) => {
    requests += 1;
    arrived.resolve();
    await release.promise;
    await route.continue();
  });
  await page.getByLabel('Business name').fill('Analytical Engines');
  await button(page, 'Save and continue').click();
  await arrived.promise;

  const saving = button(page, 'Saving…');
  assert.equal(await saving.getAttribute('aria-disabled'), 'true');
  await saving.click({ force: true });
  await page.getByLabel('Business name').press('Enter');
  release.resolve();

  await heading(page, 'Who are you trying to reach?');
  assert.equal(requests, 1);
  await profile.close();
});

// The local provider refuses prompt=select_account, as an oidc-provider does by default, and knows login.
test('after a sign-out the provider asks again, and somebody else can come in', async () => {
  const profile = await browser.profile();
  const page = await signedIn(profile, 'leaves@example.com');
  await page.waitForURL('**/onboarding');
  await onboard(page);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL('**/login');
  const asked = [];
  page.on('request', (request) => {
    const { searchParams } = new URL(request.url());
    if (searchParams.has('code_challenge')) asked.push(searchParams.get('prompt'));
  });

  await signIn(page, 'comes-after@example.com');

  await page.waitForURL('**/onboarding');
  assert.deepEqual(asked, ['select_account', 'login']);
  assert.deepEqual(profile.problems, []);
  await profile.close();
});
