// The first minutes of a user, in a real browser: sign in through the local provider, onboarding,
// dashboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onboard, signIn, startBrowser } from '../harness/browser.mjs';
import { startStack } from '../harness/stack.mjs';

let stack, browser;

before(async () => {
  stack = await startStack();
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
  assert.deepEqual(profile.complaints, []);
  await profile.close();
});
