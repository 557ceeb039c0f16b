// Somebody has copied the browser's whole store, refresh key and all, and used it first. Property P4 of
// docs/refresh-protocol.md: when the user comes back, the thief is out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onboard, signIn, startBrowser } from '../harness/browser.mjs';
import { Client, randomToken } from '../harness/client.mjs';
import { sharedStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';

let stack, browser, thief;

before(async () => {
  stack = await sharedStack();
  browser = await startBrowser(stack);
  thief = new Client(stack);
});
after(async () => {
  thief?.close();
  await browser?.close();
  await stack?.stop();
});

test('a user who returns after a thief has rotated twice puts an end to the thief’s session', async () => {
  const profile = await browser.profile();
  const page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, 'robbed@example.com');
  await onboard(page);
  const { refreshToken, refreshKey } = await page.evaluate(() => ({ ...localStorage }));
  const first = await thief.refresh(refreshToken, refreshKey);
  const second = await thief.refresh(first.json.refreshToken, randomToken());
  assert.equal(second.status, 200);
  const refusal = page.waitForResponse('**/api/auth/refresh');

  await page.evaluate(() => localStorage.setItem('expiresAt', '0'));
  await page.reload();

  assert.equal((await (await refusal).json()).code, 'refresh_token_reused');
  await page.getByRole('heading', { name: 'Sign in to Latchkey' }).waitFor();
  await eventually(async () => (await thief.session(second.json.accessToken)).status === 401);
  const third = await thief.refresh(second.json.refreshToken, randomToken());
  assert.equal(third.json.code, 'session_revoked');
  assert.equal(await page.evaluate(() => localStorage.getItem('refreshToken')), null);
  await profile.close();
});
