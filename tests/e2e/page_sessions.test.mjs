// What a browser opens without a header of its own, protected by the cookie: auth_pages.conf.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { configureGateway, startApplication } from '../harness/application.mjs';
import { randomToken } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { newUser } from '../harness/user.mjs';

let latchkey, client, application;

before(async () => {
  application = await startApplication();
  latchkey = await startLatchkey();
  ({ client } = latchkey);
  const location = (name, snippet) => `location /${name}/ {
    include latchkey/${snippet}.conf;
    proxy_set_header Host $host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_pass http://127.0.0.1:${application.port};
  }`;
  await configureGateway(latchkey, {
    locations: [location('app', 'auth_pages'), location('service', 'auth_request')].join('\n'),
  });
});
after(async () => {
  await latchkey?.stop();
  await application?.stop();
});

const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none', accept: 'text/html' };
const withCookie = (user, headers = {}) => ({ cookie: `__Host-latchkey-access=${user.accessToken}`, ...headers });
const ask = (method, path, headers, body) => client.request(method, path, { headers, body, contract: false });
const accessCookies = ({ headers }) =>
  [headers['set-cookie'] ?? []].flat().filter((cookie) => cookie.startsWith('__Host-latchkey-access='));

test('a sign-in and each refresh set the cookie; a logout clears it', async () => {
  const user = await newUser(latchkey);
  const refreshed = await client.refresh(user.refreshToken, randomToken());
  assert.deepEqual(accessCookies(refreshed), [
    `__Host-latchkey-access=${refreshed.json.accessToken}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=900`,
  ]);

  const loggedOut = await client.logout(refreshed.json.refreshToken);
  assert.match(accessCookies(loggedOut)[0], /^__Host-latchkey-access=; .*Max-Age=0$/);
});

test('a logout of the others leaves this browser its cookie', async () => {
  const user = await newUser(latchkey);

  assert.deepEqual(accessCookies(await client.logout(user.refreshToken, 'others')), []);
});

test('the application learns who opens its page, and never sees a token', async () => {
  const user = await newUser(latchkey);
  const cookie = `a=1; __Host-latchkey-access=${user.accessToken}; __Host-latchkey-refresh=${randomToken()}; b=2`;

  const answer = await ask('GET', '/app/report?month=5', { ...navigation, cookie, 'x-user-id': 'forged' });

  assert.equal(answer.status, 200);
  assert.equal(answer.json.url, '/app/report?month=5');
  assert.equal(answer.json.headers['x-user-id'], user.user.id);
  assert.ok(!JSON.stringify(answer.json).includes(user.accessToken));
  assert.match(answer.json.headers.cookie, /^a=1; ?b=2$/);
  assert.equal(answer.headers['cache-control'], 'private');
  assert.match(answer.headers['strict-transport-security'], /^max-age=\d{8}/);
  assert.match(`${answer.headers.vary}`, /\bCookie\b/);
});

test('a page that is opened without a valid cookie leads to /auth/continue and back', async () => {
  const user = await newUser(latchkey);
  await client.logout(user.refreshToken);

  const withDest = { ...navigation, 'sec-fetch-dest': 'document' };
  for (const headers of [navigation, withDest, withCookie(user, navigation), { accept: 'text/html,*/*' }]) {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers: answered } = await ask(method, '/app/report?month=5&x=%0d', headers);
      assert.equal(status, 302);
      assert.equal(answered.location, '/auth/continue?to=%2Fapp%2Freport%3Fmonth%3D5%26x%3D%250d');
      assert.equal(answered['cache-control'], 'no-store');
    }
  }
  const page = await ask('GET', '/auth/continue?to=%2Fapp%2F', navigation);
  assert.equal(page.status, 200);
  assert.match(page.text, /auth\/continue\.js/);
});

test('anything but a navigation gets the 401', async () => {
  for (const [method, path, headers, body] of [
    ['GET', '/app/', { ...navigation, 'sec-fetch-mode': 'cors' }],
    ['GET', '/app/', { ...navigation, 'sec-purpose': 'prefetch' }],
    ['GET', '/app/', { ...navigation, 'sec-fetch-dest': 'empty' }], // <a download>
    ['GET', '/app/', {}],
    ['POST', '/app/', { ...navigation, 'content-type': 'text/plain' }, 'x'],
    ['GET', '/service/', navigation],
  ]) {
    const answer = await ask(method, path, headers, body);
    assert.equal(answer.status, 401, `${method} ${path} ${JSON.stringify(headers)}`);
    assert.equal(answer.json.code, 'access_token_missing');
  }
});

test('an API behind auth_request takes the cookie too', async () => {
  const user = await newUser(latchkey);

  const answer = await ask('GET', '/service/', withCookie(user));

  assert.equal(answer.json.headers['x-user-id'], user.user.id);
});

test('another site cannot make the browser write', async () => {
  const user = await newUser(latchkey);
  const before = application.seen.length;

  for (const path of ['/app/', '/service/']) {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      {},
    ]) {
      const answer = await ask('POST', path, withCookie(user, { 'content-type': 'text/plain', ...headers }), 'x');
      assert.equal(answer.status, 403, JSON.stringify(headers));
      assert.equal(answer.json.code, 'cross_site_request');
    }
    const socket = await ask('GET', path, withCookie(user, { upgrade: 'websocket', 'sec-fetch-site': 'same-origin' }));
    assert.equal(socket.json.code, 'cross_site_request');
  }
  assert.equal(application.seen.length, before);

  const own = await ask('POST', '/app/', withCookie(user, { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }), 'x');
  assert.equal(own.status, 200);
});

test('a bearer token needs no origin', async () => {
  const user = await newUser(latchkey);

  const answer = await ask('POST', '/app/', { authorization: `Bearer ${user.accessToken}`, 'content-type': 'text/plain' }, 'x');

  assert.equal(answer.status, 200);
});

test("Latchkey's own routes never take the cookie", async () => {
  const user = await newUser(latchkey);

  for (const path of ['/api/auth/session', '/api/credits', '/api/leads', '/api/auth/sessions']) {
    const answer = await ask('GET', path, withCookie(user));
    assert.equal(answer.status, 401, path);
    assert.equal(answer.json.code, 'access_token_missing');
  }
});

test('after a logout the cookie is refused at the next request', async () => {
  const user = await newUser(latchkey);
  assert.equal((await ask('GET', '/app/', withCookie(user))).status, 200);

  await client.logout(user.refreshToken);

  assert.equal((await ask('GET', '/app/', withCookie(user))).json.code, 'session_revoked');
});
