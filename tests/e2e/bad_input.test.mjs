// Whatever a client sends, it gets a clear 4xx; never a 5xx, never a crash.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomToken, somebody } from '../harness/client.mjs';
import { sharedLatchkey } from '../harness/latchkey.mjs';

let latchkey, client;

before(async () => {
  latchkey = await sharedLatchkey();
  ({ client } = latchkey);
});
after(() => latchkey?.stop());

const json = { 'content-type': 'application/json' };
const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);

// Raw bodies for POST /api/auth/refresh and /api/auth/logout: the same strict reader serves all.
const bodies = [
  ['no body', undefined, json, [400]],
  ['an empty body', '', json, [400]],
  ['no JSON', '{"refreshToken":', json, [400]],
  ['bytes after the value', '{"refreshToken":"x"} x', json, [400]],
  ['an array', '[]', json, [400]],
  ['a string', '"x"', json, [400]],
  ['null', 'null', json, [400]],
  ['a duplicate field', '{"refreshToken":"a","refreshToken":"b"}', json, [400]],
  ['an unknown field', '{"refreshToken":"a","x":1}', json, [400]],
  ['JSON 33 levels deep', `{"refreshToken":${nested(33)}}`, json, [400]],
  ['JSON 30,000 levels deep', nested(30_000), json, [400]],
  ['a NUL in a string', '{"refreshToken":"a\\u0000b"}', json, [400]],
  ['a NUL byte', Buffer.from('{"refreshToken":"a\0b"}'), json, [400]],
  ['a lone surrogate', '{"refreshToken":"\\ud800"}', json, [400]],
  ['bad UTF-8', Buffer.from([...Buffer.from('{"refreshToken":"'), 0xc3, 0x28, 0x22, 0x7d]), json, [400]],
  ['overlong UTF-8', Buffer.from([...Buffer.from('{"refreshToken":"'), 0xc0, 0x80, 0x22, 0x7d]), json, [400]],
  ['a token that is a number', '{"refreshToken":1}', json, [422]],
  ['a token that is null', '{"refreshToken":null}', json, [422]],
  ['no token', '{}', json, [422]],
  ['text', '{"refreshToken":"x"}', { 'content-type': 'text/plain' }, [415]],
  ['a form', 'refreshToken=x', { 'content-type': 'application/x-www-form-urlencoded' }, [415]],
  ['65 KiB', `{"refreshToken":"${'x'.repeat(65 * 1024)}"}`, json, [413]],
];

for (const route of ['/api/auth/refresh', '/api/auth/logout']) {
  for (const [name, body, headers, statuses] of bodies) {
    test(`${route} refuses ${name}`, async () => {
      const answer = await client.request('POST', route, { body, headers });

      assert.ok(statuses.includes(answer.status), `${answer.status} ${answer.text}`);
      assert.match(answer.headers['content-type'], /^application\/problem\+json/);
    });
  }
}

test('a body of exactly 64 KiB is read', async () => {
  const frame = '{"refreshToken":""}';
  const body = frame.replace('""', `"${'x'.repeat(64 * 1024 - frame.length)}"`);

  assert.equal((await client.request('POST', '/api/auth/logout', { body, headers: json })).status, 200);
});

test('a chunked body is read like any other', async () => {
  const headers = { ...json, 'transfer-encoding': 'chunked' };

  const answer = await client.request('POST', '/api/auth/logout', { body: '{"refreshToken":"x"}', headers });

  assert.equal(answer.status, 200);
});

for (const [name, key] of [
  ['too short', 'k'.repeat(15)],
  ['too long', 'k'.repeat(129)],
  ['with a space', `${'k'.repeat(16)} k`],
  ['beyond ASCII', `${'k'.repeat(16)}\u00e9`],
]) {
  test(`an Idempotency-Key ${name} is a 400, and the token is not spent`, async () => {
    const { json: signedIn } = await client.completeSignup(latchkey.provider, somebody());

    const refused = await client.refresh(signedIn.refreshToken, key);

    assert.equal(refused.status, 400);
    assert.match(refused.text, /Idempotency-Key/);
    const other = await client.refresh(signedIn.refreshToken, randomToken());
    assert.equal(other.status, 200);
  });
}

test('two Authorization headers are a 400', async () => {
  const answer = await client.request('GET', '/api/auth/session', {
    headers: { authorization: ['Bearer a', 'Bearer b'] },
  });

  assert.equal(answer.status, 400);
});

for (const [name, authorization, code] of [
  ['none', undefined, 'access_token_missing'],
  ['another scheme', 'Basic dXNlcjpwYXNz', 'access_token_missing'],
  ['an empty token', 'Bearer ', 'access_token_missing'],
  ['no JWT', 'Bearer x', 'access_token_invalid'],
  ['an unsigned JWT', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'access_token_invalid'],
  ['6 KiB', `Bearer ${'a'.repeat(6000)}`, 'access_token_invalid'],
]) {
  test(`a session asked for with ${name} is a 401`, async () => {
    const headers = authorization === undefined ? {} : { authorization };

    const answer = await client.request('GET', '/api/auth/session', { headers });

    assert.equal(answer.status, 401);
    assert.ok([code, 'access_token_invalid'].includes(answer.json.code), answer.text);
    assert.match(answer.headers['www-authenticate'], /^Bearer/);
  });
}

test('an access token with a byte changed or added is refused', async () => {
  const { json: signedIn } = await client.completeSignup(latchkey.provider, somebody());
  const token = signedIn.accessToken;
  const [header, payload, signature] = token.split('.');
  const flipped = (text) => (text[4] === 'A' ? 'B' : 'A') + text.slice(1);

  for (const wrong of [
    `${token}!junk`, `${token}.`, `${token}=`, ` ${token}.x`,
    `${header}.${flipped(payload)}.${signature}`, `${header}.${payload}.${flipped(signature)}`,
    `${header}.${payload}.`, `${header}.${payload}`,
  ]) {
    assert.equal((await client.session(wrong)).status, 401, wrong.slice(-12));
  }
  assert.equal((await client.session(token)).status, 200);
});
