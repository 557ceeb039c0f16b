// Our access tokens against a foreign implementation, jose, in both directions: what we sign it
// verifies by the published keys, what it signs we verify, and what it signs wrongly we refuse.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  SignJWT, UnsecuredJWT, calculateJwkThumbprint, createLocalJWKSet, decodeProtectedHeader, exportJWK,
  generateKeyPair, importPKCS8, jwtVerify,
} from 'jose';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preset = process.env.LATCHKEY_DEV_PRESET ?? 'dev';
const build = path.resolve(root, process.env.LATCHKEY_BUILD_DIR ?? `build/${preset}`);

const issuer = 'https://app.example.com';
const audience = 'https://api.example.com';
const user = '7f3c1a52-0c1d-4d8e-9b3a-000000000001';
const session = '7f3c1a52-0c1d-4d8e-9b3a-000000000002';
const account = '7f3c1a52-0c1d-4d8e-9b3a-000000000003';
const settings = ['--issuer', issuer, '--audience', audience];

let directory, pem, jwks, kid, privateKey;

const file = (name) => path.join(directory, name);
const keys = (...args) =>
  execFileSync(path.join(build, 'bin/latchkey'), ['keys', ...args, '--dir', directory]);
const tool = path.join(build, 'tests/token_tool');

const readKeys = async () => {
  pem = readFileSync(file('active.pem'), 'utf8');
  jwks = JSON.parse(readFileSync(file('jwks.json'), 'utf8'));
  privateKey = await importPKCS8(pem, 'ES256', { extractable: true });
  kid = await calculateJwkThumbprint(await exportJWK(privateKey));
};

before(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'latchkey-keys-'));
  keys('generate');
  await readKeys();
});
after(() => rmSync(directory, { recursive: true, force: true }));

const ourToken = (...args) =>
  execFileSync(tool, ['sign', '--key', file('active.pem'), ...settings, user, session, account,
    ...args], { encoding: 'utf8' }).trim();

// What our verifier says of a token: its claims, or {error}.
const ourVerdict = (token) =>
  JSON.parse(spawnSync(tool, ['verify', '--jwks', file('jwks.json'), ...settings],
    { input: token, encoding: 'utf8' }).stdout);

const now = () => Math.floor(Date.now() / 1000);
const claims = (changes = {}) => ({
  iss: issuer, aud: audience, sub: user, sid: session, account_id: account,
  onboarding_completed: false, client_id: 'latchkey-web', iat: now(), exp: now() + 900, jti: 'x',
  ...changes,
});
const header = (changes = {}) => ({ alg: 'ES256', typ: 'at+jwt', kid, ...changes });

// A token made by jose; an undefined header or claim is left out.
const theirToken = ({ payload = claims(), protectedHeader = header(), key = privateKey, sign = {} } = {}) =>
  new SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader(JSON.parse(JSON.stringify(protectedHeader)))
    .sign(key, sign);

const refused = async (token, error = 'access_token_invalid') =>
  assert.equal(ourVerdict(await token).error, error);

test('jose verifies our token by the keys that latchkey publishes', async () => {
  const token = ourToken('--onboarded');

  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], maxTokenAge: 60,
    requiredClaims: ['sub', 'sid', 'account_id', 'client_id', 'iat', 'exp', 'jti'],
  });

  assert.equal(payload.sub, user);
  assert.equal(payload.sid, session);
  assert.equal(payload.account_id, account);
  assert.equal(payload.onboarding_completed, true);
  assert.equal(payload.client_id, 'latchkey-web');
  assert.equal(payload.exp - payload.iat, 900);
});

test('jose refuses our token once a character of it has changed', async () => {
  const [first, second, third] = ourToken().split('.');
  const changed = JSON.parse(Buffer.from(second, 'base64url'));
  changed.sub = account;
  const forged = [first, Buffer.from(JSON.stringify(changed)).toString('base64url'), third].join('.');

  await assert.rejects(jwtVerify(forged, createLocalJWKSet(jwks)), /signature/);
});

test('the kid is the RFC 7638 thumbprint as jose computes it', async () => {
  assert.equal(decodeProtectedHeader(ourToken()).kid, kid);
  for (const jwk of jwks.keys) assert.equal(jwk.kid, await calculateJwkThumbprint(jwk));
});

test('the published set has public members only', () => {
  for (const jwk of jwks.keys) {
    assert.deepEqual(Object.keys(jwk).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  }
});

test('many signatures of ours are right in jose, also those with short numbers', async () => {
  const keySet = createLocalJWKSet(jwks);
  for (let i = 0; i < 100; i += 1) await jwtVerify(ourToken(), keySet, { issuer, audience });
});

test('we verify a token that jose made', async () => {
  assert.deepEqual(ourVerdict(await theirToken({ payload: claims({ exp: 4_000_000_000 }) })), {
    sub: user, sid: session, account_id: account, onboarding_completed: false, exp: 4_000_000_000,
  });
});

test('we verify many tokens that jose made', async () => {
  for (let i = 0; i < 100; i += 1) {
    assert.equal(ourVerdict(await theirToken({ payload: claims({ jti: `${i}` }) })).sub, user);
  }
});

test('we take an audience in an array and the full media type', async () => {
  const several = claims({ aud: ['https://other.example', audience] });
  assert.equal(ourVerdict(await theirToken({ payload: several })).sub, user);
  const fullType = header({ typ: 'application/at+jwt' });
  assert.equal(ourVerdict(await theirToken({ protectedHeader: fullType })).sub, user);
});

test('a rotated key verifies old and new tokens, a retired one no more', async () => {
  const old = ourToken();
  const oldKid = kid;
  keys('rotate');
  await readKeys();

  assert.notEqual(kid, oldKid);
  assert.equal(ourVerdict(old).sub, user);
  assert.equal(ourVerdict(ourToken()).sub, user);
  await jwtVerify(old, createLocalJWKSet(jwks), { issuer, audience });

  keys('retire', oldKid);
  await readKeys();
  await refused(old);
  await assert.rejects(jwtVerify(old, createLocalJWKSet(jwks)), /no applicable key/);
});

test('we refuse unsecured tokens', async () => {
  await refused(new UnsecuredJWT(claims()).encode());
  const [, body, signature] = (await theirToken()).split('.');
  const none = Buffer.from(JSON.stringify(header({ alg: 'none' }))).toString('base64url');
  await refused(`${none}.${body}.`);
  await refused(`${none}.${body}.${signature}`);
});

test('we refuse an HMAC by anything that is public', async () => {
  const protectedHeader = header({ alg: 'HS256' });
  for (const secret of [JSON.stringify(jwks), readFileSync(file('jwks.json')), jwks.keys[0].x]) {
    await refused(theirToken({ protectedHeader, key: Buffer.from(secret) }));
  }
});

test('we refuse other algorithms under our kid', async () => {
  for (const alg of ['RS256', 'PS256', 'ES384', 'ES512', 'EdDSA']) {
    const { privateKey: key } = await generateKeyPair(alg);
    await refused(theirToken({ protectedHeader: header({ alg }), key }));
  }
});

test('we refuse a key that is not published, also one that the token brings', async () => {
  const { privateKey: key, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  await refused(theirToken({ key }));
  await refused(theirToken({ key, protectedHeader: header({ jwk }) }));
  await refused(theirToken({ key, protectedHeader: header({ jwk, kid: undefined }) }));
  await refused(theirToken({ key, protectedHeader: header({ jku: 'https://evil.example/jwks' }) }));
  await refused(theirToken({
    key, protectedHeader: header({ jwk, kid: await calculateJwkThumbprint(jwk) }),
  }));
});

test('we ignore the keys a rightly signed token points to', async () => {
  const protectedHeader = header({ jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x' });
  assert.equal(ourVerdict(await theirToken({ protectedHeader })).sub, user);
});

test('we refuse crit, another typ, no kid', async () => {
  const crit = header({ crit: ['urn:example:x'], 'urn:example:x': true });
  await refused(theirToken({ protectedHeader: crit, sign: { crit: { 'urn:example:x': true } } }));
  for (const typ of ['JWT', 'id+jwt', undefined]) {
    await refused(theirToken({ protectedHeader: header({ typ }) }));
  }
  await refused(theirToken({ protectedHeader: header({ kid: undefined }) }));
});

test('we refuse a wrong issuer or audience and any missing claim', async () => {
  await refused(theirToken({ payload: claims({ iss: 'https://evil.example' }) }));
  await refused(theirToken({ payload: claims({ iss: `${issuer}/` }) }));
  await refused(theirToken({ payload: claims({ aud: issuer }) }));
  await refused(theirToken({ payload: claims({ aud: ['https://other.example'] }) }));
  for (const name of Object.keys(claims())) {
    await refused(theirToken({ payload: claims({ [name]: undefined }) }));
  }
});

test('we refuse what is over, not yet valid, or timed by fractions', async () => {
  await refused(theirToken({ payload: claims({ exp: now() - 40 }) }), 'access_token_expired');
  await refused(theirToken({ payload: claims({ nbf: now() + 120 }) }));
  await refused(theirToken({ payload: claims({ exp: now() + 900.5 }) }));
  await refused(theirToken({ payload: claims({ exp: `${now() + 900}` }) }));
  assert.equal(ourVerdict(await theirToken({ payload: claims({ exp: now() - 10 }) })).sub, user);
});

test('we refuse a token with anything behind it, or over 4 KiB', async () => {
  const token = await theirToken();
  for (const junk of ['!junk', '=', '.', '\n', '\0', 'A', ' ']) await refused(token + junk);
  await refused(theirToken({ payload: claims({ filler: 'x'.repeat(4096) }) }));
});
