// What nginx itself does: TLS, headers, limits, and its own answers.
import assert from 'node:assert/strict';
import http from 'node:http';
import http2 from 'node:http2';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { Client, randomToken } from '../harness/client.mjs';
import { startStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';

let stack, client;

before(async () => {
  stack = await startStack({ env: { LATCHKEY_DEV_LIMITS: 'production' } });
  client = new Client(stack);
});
after(async () => {
  client?.close();
  await stack?.stop();
});

// One TLS handshake. -> {protocol, cipher}; rejects where it fails
function handshake(options) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: 'localhost', port: stack.port, ca: stack.ca, ...options }, () => {
      resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().name });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('HTTP is sent to HTTPS, to the same page', async () => {
  const { statusCode, headers } = await new Promise((resolve, reject) => {
    http.get({ host: 'localhost', port: stack.httpPort, path: '/leads?x=1' }, resolve).on('error', reject);
  });

  assert.equal(statusCode, 301);
  assert.equal(headers.location, `${stack.publicUrl}/leads?x=1`);
});

test('TLS 1.3 and 1.2 with forward secrecy are spoken, and nothing older', async () => {
  assert.equal((await handshake({})).protocol, 'TLSv1.3');
  const { protocol, cipher } = await handshake({ maxVersion: 'TLSv1.2' });
  assert.equal(protocol, 'TLSv1.2');
  assert.match(cipher, /^ECDHE-.*(GCM|CHACHA20)/);
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  await assert.rejects(handshake(old), /alert protocol version|unsupported protocol/);
  const weak = { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES128-GCM-SHA256' };
  await assert.rejects(handshake(weak), /handshake failure/);
});

test('HTTP/2 is spoken', async () => {
  const session = http2.connect(stack.url, { ca: stack.ca });
  const status = await new Promise((resolve, reject) => {
    session.on('error', reject);
    session.request({ ':path': '/api/health' }).on('response', (h) => resolve(h[':status'])).end();
  });
  session.destroy();

  assert.equal(status, 200);
});

for (const [name, at] of [
  ['the frontend', '/'],
  ['an answer of a worker', '/api/health'],
  ["nginx's own 404", '/api/nowhere'],
  ['the published keys', '/.well-known/jwks.json'],
]) {
  test(`${name} has the security headers`, async () => {
    const { headers } = await client.request('GET', at, { contract: false });

    assert.match(headers['strict-transport-security'], /^max-age=\d{8}/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    const policy = headers['content-security-policy'];
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe-(inline|eval)/);
    assert.match(headers['x-request-id'], /^[0-9a-f]{32}$/);
    assert.doesNotMatch(headers.server ?? '', /\d/);
  });
}

for (const [name, request, status, code] of [
  ['an unknown address', ['GET', '/api/nowhere'], 404, 'not_found'],
  ['another method', ['DELETE', '/api/auth/refresh'], 405, 'method_not_allowed'],
  ['the internal auth-verify', ['GET', '/api/auth/verify'], 404, 'not_found'],
  ['a body over 64 KiB', ['POST', '/api/auth/logout', 'x'.repeat(64 * 1024 + 1)], 413, 'payload_too_large'],
  ['an address that is too long', ['GET', `/api/${'x'.repeat(20_000)}`], 414, 'invalid_request'],
]) {
  test(`${name} is a ${status} as problem+json`, async () => {
    const [method, at, body] = request;

    const answer = await client.request(method, at, { body, contract: false });

    assert.equal(answer.status, status);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.equal(answer.json.status, status);
    assert.equal(answer.json.code, code);
    assert.equal(answer.json.requestId, answer.headers['x-request-id']);
    if (status === 405) assert.equal(answer.headers.allow, 'POST');
  });
}

// Sends a request as it is written, over TLS. -> the answer's text, headers included
function raw(request) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: 'localhost', port: stack.port, ca: stack.ca }, () =>
      socket.write(`${request}\r\nHost: localhost\r\nConnection: close\r\n\r\n`));
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => { text += part; });
    socket.on('end', () => resolve(text)).on('error', reject);
  });
}

for (const [at, methods] of [
  ['/api/auth/refresh', 'POST'],
  ['/api/auth/session?x=1', 'GET, HEAD'],
  ['/api/auth/sessions/0f8fad5b-d9cb-469f-a165-70867728950e', 'DELETE'],
  ['/', 'GET, HEAD'],
]) {
  test(`TRACE ${at} is a 405 that names ${methods}`, async () => {
    const answer = await raw(`TRACE ${at} HTTP/1.1`);

    assert.match(answer, /^HTTP\/1\.1 405 /);
    assert.match(answer, new RegExp(`^allow: ${methods}\r$`, 'im'));
    assert.match(answer, /^content-type: application\/problem\+json\r$/im);
  });
}

test('an unknown Transfer-Encoding is a 501 as problem+json', async () => {
  const answer = await raw('POST /api/auth/refresh HTTP/1.1\r\nTransfer-Encoding: gzip');

  assert.match(answer, /^HTTP\/1\.1 501 /);
  assert.match(answer, /^content-type: application\/problem\+json\r$/im);
  assert.equal(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)).status, 501);
});

test('logins are limited by themselves: a flood gets 429, a refresh goes through', async () => {
  const login = () => client.post('/api/auth/complete-signup', {});

  const answers = await Promise.all(Array.from({ length: 60 }, login));

  const limited = answers.filter(({ status }) => status === 429);
  assert.ok(limited.length > 0 && limited.length < 60, `${limited.length}`);
  assert.ok(answers.every(({ status }) => status === 429 || status === 422));
  assert.equal(limited[0].json.code, 'rate_limited');
  assert.ok(Number(limited[0].headers['retry-after']) >= 1);
  assert.equal((await client.refresh(randomToken(), randomToken())).status, 401);
});

test('the request id is nginx’s own, and joins access log, worker log and answer', async () => {
  const own = 'x'.repeat(32);

  const { headers } = await client.request('POST', '/api/auth/logout', {
    body: 'no JSON', headers: { 'x-request-id': own, 'content-type': 'application/json' },
  });

  const id = headers['x-request-id'];
  assert.notEqual(id, own);
  const line = await eventually(() =>
    stack.log('access').split('\n').map((text) => JSON.parse(text)).find((entry) => entry.request_id === id));
  assert.equal(line.status, 400);
  assert.ok(Number(line.upstream_response_time) >= 0);
  assert.ok(stack.log('auth-logout').includes(id));
});

test('a worker that hangs is a 504 as problem+json', async () => {
  const pids = stack.workerPids('auth-config');
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  let answer;
  try {
    answer = await client.get('/api/auth/config');
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }

  assert.equal(answer.status, 504);
  assert.equal(answer.json.code, 'unavailable');
  assert.ok(Number(answer.headers['retry-after']) >= 1);
  await eventually(async () => (await client.get('/api/auth/config')).status === 200);
});

test('the former addresses of callback and sign-in lead to the present ones, with their query', async () => {
  for (const [from, to] of [
    ['/callback?code=a%2Fb&state=%0d%0ax', '/auth/callback?code=a%2Fb&state=%0d%0ax'],
    ['/callback', '/auth/callback'],
    ['/auth/login?returnTo=%2Fapp%2F', '/login?returnTo=%2Fapp%2F'],
  ]) {
    const { status, headers } = await client.request('GET', from, { contract: false });

    assert.equal(status, 302);
    assert.equal(headers.location, to);
    assert.equal(headers['cache-control'], 'no-store');
  }
  assert.doesNotMatch(stack.log('access') + stack.log('nginx'), /a%2Fb/);
});

test('pages of the application are index.html, hashed files are cached permanently', async () => {
  const page = await client.request('GET', '/leads', { contract: false });
  const [, script] = page.text.match(/src="(\/assets\/[^"]+\.js)"/);
  const file = await client.request('GET', script, { contract: false });
  const missing = await client.request('GET', path.posix.join('/assets', 'none.js'), { contract: false });

  assert.equal(page.headers['cache-control'], 'no-cache');
  assert.match(file.headers['cache-control'], /immutable/);
  assert.equal(missing.status, 404);
});
