// What a browser is sent: how it may be kept, what it may run, and how much it is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../harness/browser.mjs';
import { Client } from '../harness/client.mjs';
import { heading, newDashboard } from '../harness/pages.mjs';
import { sharedStack } from '../harness/stack.mjs';

const firstLoadLimit = 150 * 1024;

let stack, browser, client;

before(async () => {
  stack = await sharedStack();
  client = new Client(stack);
  browser = await startBrowser(stack);
});
after(async () => {
  client?.close();
  await browser?.close();
  await stack?.stop();
});

test('the page may run no inline script or style', async () => {
  const { headers } = await client.get('/login');
  const policy = headers['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.match(policy, /style-src 'self'(;|$)/);
  assert.doesNotMatch(policy, /unsafe/);
});

test('hashed files are cached permanently, and index.html is asked for each time', async () => {
  for (const path of ['/', '/login', '/leads', '/index.html']) {
    assert.equal((await client.get(path)).headers['cache-control'], 'no-cache', path);
  }
  const { text } = await client.get('/');
  const assets = [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  assert.ok(assets.length >= 3, text);
  for (const asset of assets) {
    assert.match(asset, /-[\w-]{8,}\.\w+$/);
    const { status, headers } = await client.get(asset);
    assert.equal(status, 200, asset);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable', asset);
  }
  assert.equal((await client.get('/assets/index-00000000.js')).status, 404);
});

test('what protected pages load is small: /auth/keep.js 4 KB, the page on the way back 10 KB', async () => {
  const size = async (path) => {
    const { status, text, headers } = await client.request('GET', path, {
      headers: { 'accept-encoding': 'gzip' }, contract: false,
    });
    assert.equal(status, 200, path);
    assert.equal(headers['content-encoding'], 'gzip', path);
    assert.ok(text.length > 0);
    return Number(headers['content-length']);
  };

  assert.ok((await size('/auth/keep.js')) <= 4096);
  const parts = ['/auth/continue', '/auth/continue.css', '/auth/continue.js'];
  const sizes = await Promise.all(parts.map(size));
  assert.ok(sizes.reduce((sum, one) => sum + one) <= 10_000, `${sizes}`);
});

// Bytes of a page's document, scripts, styles, fonts and pictures as they came over the wire.
async function transferred(profile, path, isThere) {
  const page = await profile.newPage();
  const devtools = await profile.newCDPSession(page);
  let bytes = 0;
  const ours = new Set();
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    if (!new URL(response.url).pathname.startsWith('/api/')) ours.add(requestId);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (ours.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(path, { waitUntil: 'networkidle' });
  await isThere(page);
  await page.close();
  return bytes;
}

test('a first load is at most 150 KB', async (t) => {
  const { profile } = await newDashboard(browser, 'size@example.com');
  const newcomer = await browser.profile();
  const sizes = {
    '/login': await transferred(newcomer, '/login', (page) => heading(page, /^Sign in/)),
    '/': await transferred(profile, '/', (page) => heading(page, /^Hello/)),
  };
  for (const [path, bytes] of Object.entries(sizes)) {
    t.diagnostic(`${path}: ${(bytes / 1024).toFixed(1)} KB`);
    assert.ok(bytes > 20_000 && bytes <= firstLoadLimit, `${path}: ${bytes} bytes`);
  }
  await newcomer.close();
  await profile.close();
});
