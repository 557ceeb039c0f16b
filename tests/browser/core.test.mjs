// The core without the application around it, in a real browser against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signIn, startBrowser } from '../harness/browser.mjs';
import { bundleCore, useCore } from '../harness/core.mjs';
import { sharedStack } from '../harness/stack.mjs';

let stack, browser, code;

before(async () => {
  stack = await sharedStack();
  browser = await startBrowser(stack);
  code = await bundleCore();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

test('ten API calls at expiry make one refresh', async () => {
  const profile = await browser.profile();
  const page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, 'expiring@example.com');
  await page.waitForURL('**/onboarding');
  await page.goto('/nowhere'); // a page that asks for nothing
  await useCore(page, code);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));

  const ids = await page.evaluate(async () => {
    localStorage.setItem('expiresAt', '0');
    const calls = Array.from({ length: 10 }, () => latchkey.http.get('/api/auth/session'));
    return (await Promise.all(calls)).map(({ session }) => session.id);
  });

  assert.equal(new Set(ids).size, 1);
  assert.equal(ids.length, 10);
  assert.equal(asked.filter((path) => path === '/api/auth/refresh').length, 1);
  assert.equal(asked.filter((path) => path === '/api/auth/session').length, 10);
  await profile.close();
});

test('an access token that the server refuses is replaced once, and the call repeated', async () => {
  const profile = await browser.profile();
  const page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, 'grace@example.com');
  await page.waitForURL('**/onboarding');
  await page.goto('/nowhere');
  await useCore(page, code);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));

  const email = await page.evaluate(async () => {
    localStorage.setItem('accessToken', 'not.a.token');
    return (await latchkey.http.get('/api/auth/session')).user.email;
  });

  assert.equal(email, 'grace@example.com');
  assert.deepEqual(asked, ['/api/auth/session', '/api/auth/refresh', '/api/auth/session']);
  await profile.close();
});
