// Another application behind the same nginx, protected by auth-verify: docs/protect-your-app.md.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { configureGateway, startApplication } from '../harness/application.mjs';
import { example } from '../harness/applications.mjs';
import { randomToken } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { newUser, onboardedUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

let latchkey, client, application;

// The examples of the page, for the application of this test.
const location = example('JSON API');
const server = example('An application on a server name of its own');
const forApplication = (example) => example.replaceAll('127.0.0.1:9000', `127.0.0.1:${application.port}`);

before(async () => {
  application = await startApplication();
  latchkey = await startLatchkey();
  ({ client } = latchkey);
  await configureGateway(
    latchkey,
    { locations: forApplication(location) },
  );
});
after(async () => {
  await latchkey?.stop();
  await application?.stop();
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const sessionOf = ({ accessToken }) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()).sid;
const bearer = ({ accessToken }) => ({ authorization: `Bearer ${accessToken}` });

// Fails where a refusal is not Latchkey's own, or where the application was asked.
function assertRefused(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.equal(answer.json.code, code);
  assert.equal(answer.json.status, status);
  assert.equal(answer.json.requestId, answer.headers['x-request-id']);
  assert.equal(answer.headers['cache-control'], 'no-store');
  if (status === 401) assert.match(answer.headers['www-authenticate'], /^Bearer/);
  if (status === 503) assert.ok(Number(answer.headers['retry-after']) >= 1);
}

test('the application learns who is asking', async () => {
  const user = await onboardedUser(latchkey);

  const { status, json } = await client.get('/app/hello?x=1', user.accessToken);

  assert.equal(status, 200);
  assert.equal(json.url, '/app/hello?x=1');
  assert.equal(json.headers['x-user-id'], user.user.id);
  assert.equal(json.headers['x-account-id'], user.account.id);
  assert.match(json.headers['x-session-id'], uuid);
  assert.equal(json.headers['x-session-id'], sessionOf(user));
  assert.equal(json.headers['x-onboarding-completed'], 'false'); // as the token at hand says
  const later = await client.get('/app/', (await user.refreshed()).accessToken);
  assert.equal(later.json.headers['x-onboarding-completed'], 'true');
});

test('a client cannot forge what the application learns', async () => {
  const user = await newUser(latchkey);
  const forged = randomToken();

  const { json } = await client.request('GET', '/app/', {
    headers: {
      ...bearer(user),
      'X-User-Id': forged,
      'x-account-id': [forged, forged],
      'X-SESSION-ID': forged,
      'X-Onboarding-Completed': 'true',
      X_User_Id: forged,
    },
  });

  assert.ok(!JSON.stringify(json).includes(forged));
  assert.equal(json.headers['x-user-id'], user.user.id);
  assert.equal(json.headers['x-onboarding-completed'], 'false');
  for (const name of ['x-user-id', 'x-account-id', 'x-session-id', 'x-onboarding-completed']) {
    assert.equal(json.names.filter((sent) => sent === name).length, 1, name);
  }
});

test('the tokens stay with Latchkey; other cookies are passed on', async () => {
  const user = await newUser(latchkey);
  const secret = randomToken();

  for (const [cookie, kept] of [
    [`__Host-latchkey-refresh=${secret}`, undefined],
    [`a=1; __Host-latchkey-refresh=${secret}; b=2`, 'a=1;b=2'],
    [`__Host-latchkey-refresh=${secret}; b=2`, 'b=2'],
    [`a=1; __Host-latchkey-refresh=${secret}`, 'a=1;'],
    ['a=1; x__Host-latchkey-refresh=2', 'a=1; x__Host-latchkey-refresh=2'],
  ]) {
    const { json } = await client.request('GET', '/app/', { headers: { ...bearer(user), cookie } });

    assert.equal(json.headers.cookie, kept);
    assert.equal(json.headers.authorization, undefined);
  }
});

test('a body reaches the application and not the verifier', async () => {
  const user = await newUser(latchkey);
  const body = 'x'.repeat(60_000);

  const { status, json } = await client.request('POST', '/app/upload', {
    body,
    headers: { ...bearer(user), 'content-type': 'text/plain' },
  });

  assert.equal(status, 200);
  assert.equal(json.method, 'POST');
  assert.equal(json.body, body);
});

for (const [name, headers, code] of [
  ['no token', {}, 'access_token_missing'],
  ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }, 'access_token_missing'],
  ['what is not a token', { authorization: 'Bearer x' }, 'access_token_invalid'],
]) {
  test(`with ${name} the application is not asked, and the answer is Latchkey's 401`, async () => {
    const before = application.seen.length;

    for (const method of ['GET', 'POST', 'DELETE']) {
      const body = method === 'POST' ? { a: 1 } : undefined;
      const answer = await client.request(method, '/app/', { headers, body });
      assertRefused(answer, 401, code);
    }

    assert.equal(application.seen.length, before);
  });
}

test('two Authorization headers are a 400', async () => {
  const user = await newUser(latchkey);
  const before = application.seen.length;

  const { authorization } = bearer(user);
  const answer = await client.request('GET', '/app/', { headers: { authorization: [authorization, authorization] } });

  assertRefused(answer, 400, 'invalid_request');
  assert.equal(application.seen.length, before);
});

test('there is no way to the verifier from outside', async () => {
  const user = await newUser(latchkey);

  for (const route of ['/api/auth/verify', '/api/auth/verify/refusal', '/api/auth/verify/', '/api//auth/verify']) {
    const answer = await client.get(route, user.accessToken);
    assertRefused(answer, 404, 'not_found');
  }
});

// Each way for a session to end -> what a user does to end it.
const ends = {
  'its own logout': (user) => client.logout(user.refreshToken, 'local'),
  'a logout elsewhere': async (user) => client.logout((await user.elsewhere()).refreshToken),
  'a revoke from the list of devices': async (user) =>
    client.request('DELETE', `/api/auth/sessions/${sessionOf(user)}`, {
      headers: bearer(await user.elsewhere()),
    }),
  'reuse of a refresh token': async (user) => {
    const { json: next } = await client.refresh(user.refreshToken, randomToken());
    await client.refresh(next.refreshToken, randomToken());
    return client.refresh(user.refreshToken, randomToken());
  },
};
for (const [name, end] of Object.entries(ends)) {
  test(`after ${name} the token is refused at the next request`, async () => {
    for (let round = 0; round < 25; round += 1) {
      const user = await newUser(latchkey);
      assert.equal((await client.get('/app/', user.accessToken)).status, 200);

      await end(user);

      const answers = await Promise.all(
        Array.from({ length: 8 }, () => client.get('/app/', user.accessToken)),
      );
      for (const answer of answers) assertRefused(answer, 401, 'session_revoked');
    }
  });
}

test('1,000 logouts count at the very next request, with several verifiers', async () => {
  assert.ok(latchkey.workerPids('auth-verify').length >= 2);
  const round = async () => {
    const user = await newUser(latchkey);
    assert.equal((await client.get('/app/', user.accessToken)).status, 200);
    assert.equal((await client.logout(user.refreshToken)).status, 200);
    const answers = await Promise.all([1, 2, 3].map(() => client.get('/app/', user.accessToken)));
    for (const answer of answers) assertRefused(answer, 401, 'session_revoked');
  };

  for (let batch = 0; batch < 125; batch += 1) await Promise.all(Array.from({ length: 8 }, round));
});

test('a worker that is new knows of the logouts before it', async () => {
  const user = await newUser(latchkey);
  await client.logout(user.refreshToken);

  await latchkey.restartWorkers('auth-verify');

  for (let i = 0; i < 10; i += 1) {
    assertRefused(await client.get('/app/', user.accessToken), 401, 'session_revoked');
  }
});

test('another server of the same nginx can protect its applications too', async () => {
  const user = await newUser(latchkey);
  const socket = path.join(latchkey.dir, 'other.sock');
  const ask = (route, token) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      const request = http.get({ socketPath: socket, path: route, headers }, async (response) => {
        resolve({ status: response.statusCode, json: JSON.parse(await text(response)) });
      });
      request.on('error', reject);
    });
  await configureGateway(
    latchkey,
    {
      // Without TLS of its own, on a socket.
      server: forApplication(server)
        .replace('listen 9443 ssl;', `listen unix:${socket};`)
        .replace(/^ *(ssl_certificate.*|include latchkey\/tls.*)\n/gm, ''),
    },
  );

  const { json } = await ask('/page', user.accessToken);

  assert.equal(json.url, '/page');
  assert.equal(json.headers['x-user-id'], user.user.id);
  assert.equal((await ask('/page', 'x')).json.code, 'access_token_invalid');
  assert.equal((await ask('/api/auth/verify', user.accessToken)).json.code, 'not_found');
});

test('where the verifier is down nobody is let through', async () => {
  const user = await newUser(latchkey);
  const socket = path.join(latchkey.dir, 'run', 'auth-verify.sock');
  const before = application.seen.length;

  renameSync(socket, `${socket}.away`);
  const answer = await client.get('/app/', user.accessToken);
  renameSync(`${socket}.away`, socket);

  assert.ok([502, 503].includes(answer.status), answer.text);
  assert.equal(answer.json.code, 'unavailable');
  assert.ok(Number(answer.headers['retry-after']) >= 1);
  assert.equal(application.seen.length, before);
  assert.equal((await client.get('/app/', user.accessToken)).status, 200);
});

test('a killed worker lets nobody through who is logged out', async () => {
  const user = await newUser(latchkey);
  await client.logout(user.refreshToken);

  for (let kill = 0; kill < 3; kill += 1) {
    for (const pid of latchkey.workerPids('auth-verify')) process.kill(pid, 'SIGKILL');
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => client.get('/app/', user.accessToken)),
    );
    for (const { status } of answers) assert.ok([401, 502, 503].includes(status), `${status}`);
  }
  await eventually(async () => (await client.get('/app/', user.accessToken)).status === 401);
});

// Only a call that ends a session does this (lib/postgres/revocation_window.h); with it the program
// waits before it answers, whichever function the call was of.
test('a call that ends a session tells the program so, also where another was quicker', async () => {
  const user = await newUser(latchkey);
  const database = new pg.Client(latchkey.database);
  await database.connect();
  let told = 0;
  database.on('notice', ({ code }) => { if (code === 'LKEND') told += 1; });
  const hash = createHash('sha256').update(user.refreshToken).digest();
  const logout = "SELECT latchkey_api.session_logout($1, 'local', NULL, NULL, NULL)";
  const why = "SELECT latchkey_api.session_end($1, 'admin', '{}', NULL, NULL, NULL)";

  await database.query('SET client_min_messages = error');
  for (const [statement, of] of [[logout, hash], [logout, hash], [why, sessionOf(user)]]) {
    told = 0;
    await database.query(statement, [of]);
    assert.ok(told > 0, statement);
  }
  await database.end();
});
