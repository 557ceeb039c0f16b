// The refresh token in a cookie: the page never sees it, and pages of other origins cannot use it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { onboard, signIn, startBrowser } from '../harness/browser.mjs';
import { startStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';

const cookie = '__Host-latchkey-refresh';

let stack, browser, profile, page, database, strangers;

before(async () => {
  stack = await startStack({ env: { LATCHKEY_REFRESH_TRANSPORT: 'cookie' } });
  browser = await startBrowser(stack);
  database = new pg.Pool({ ...stack.database, max: 1 });
  strangers = await Promise.all([sameSite(), crossSite()]);
  profile = await browser.profile();
  page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, 'ada@example.com');
  await page.waitForURL('**/onboarding');
  await onboard(page);
});
after(async () => {
  await browser?.close();
  await database?.end();
  for (const { server } of strangers ?? []) {
    server.closeAllConnections();
    server.close();
  }
  await stack?.stop();
});

// Another port of the same host over TLS: to the browser the same site, so that even a cookie with
// SameSite=Strict is sent.
async function sameSite() {
  const file = (name) => readFileSync(path.join(stack.dir, 'tls', name));
  const server = https.createServer({ cert: file('server.pem'), key: file('server.key') }, answer);
  return { name: 'the same site', server, origin: `https://localhost:${await listen(server)}` };
}

async function crossSite() {
  const server = http.createServer(answer);
  return { name: 'another site', server, origin: `http://127.0.0.1:${await listen(server)}` };
}

function answer(_request, response) {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>A stranger</title>');
}

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

async function state() {
  const { rows } = await database.query(
    `SELECT (SELECT count(*)::int FROM latchkey.refresh_tokens) AS tokens,
            (SELECT count(*)::int FROM latchkey.sessions WHERE revoked_at IS NOT NULL) AS ended`,
  );
  return rows[0];
}

test('the token is in a cookie that no script can read, and nowhere else', async () => {
  const [kept] = (await profile.cookies()).filter(({ name }) => name === cookie);

  assert.deepEqual(
    { httpOnly: kept.httpOnly, secure: kept.secure, sameSite: kept.sameSite, path: kept.path },
    { httpOnly: true, secure: true, sameSite: 'Strict', path: '/' },
  );
  const seen = await page.evaluate(() => JSON.stringify({ ...localStorage, c: document.cookie }));
  assert.ok(!seen.includes(kept.value));
  assert.ok(!seen.includes('latchkey-refresh'));
});

test('the session is refreshed by the cookie', async () => {
  const { tokens } = await state();
  await page.evaluate(() => localStorage.setItem('expiresAt', '0'));

  await page.reload();
  await page.getByRole('heading', { level: 1, name: /^Hello/ }).waitFor();

  assert.equal((await state()).tokens, tokens + 1);
});

const attacks = {
  'a form': (url) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action: url, enctype: 'text/plain' });
    const field = document.createElement('input');
    Object.assign(field, { name: '{"scope":"global","x":"', value: '"}' });
    form.append(field);
    document.body.append(form);
    form.submit();
  },
  'a fetch that reads no answer': (url) =>
    fetch(url, {
      method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}',
    }).catch(() => undefined),
  'a fetch with the header': (url) =>
    fetch(url, {
      method: 'POST', credentials: 'include', body: '{}',
      headers: { 'content-type': 'application/json', 'x-latchkey-client': 'web' },
    }).catch(() => undefined),
};

for (const [how, attack] of Object.entries(attacks)) {
  for (const [index, name] of ['the same site', 'another site'].entries()) {
    for (const route of ['refresh', 'logout']) {
      test(`${how} from another origin of ${name} cannot ${route}`, async () => {
        const before = await state();
        const stranger = await profile.newPage();
        await stranger.goto(strangers[index].origin);
        const url = `${stack.publicUrl}/api/auth/${route}`;

        await stranger.evaluate(attack, url); // a fetch is awaited there
        if (how === 'a form') await stranger.waitForURL(url);

        assert.deepEqual(await state(), before);
        await stranger.close();
      });
    }
  }
}

test('after all that the user is still signed in, and logging out clears the cookie', async () => {
  await page.reload();
  await page.getByRole('heading', { level: 1, name: /^Hello/ }).waitFor();

  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in to Latchkey' }).waitFor();

  await eventually(async () => !(await profile.cookies()).some(({ name }) => name === cookie));
  assert.equal((await state()).ended, 1);
});
