// The fake provider itself: honest when it should be, and wrong in just the way that was asked for.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { startOpenIdProvider } from './openid-provider.mjs';

const redirectUri = 'https://app.example/auth/callback';
let provider;

before(async () => {
  provider = await startOpenIdProvider();
});
after(() => provider?.stop());
beforeEach(() => {
  provider.behave();
  provider.resetRequests();
});

const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');
const claimsOf = (idToken) => JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url'));
const headerOf = (idToken) => JSON.parse(Buffer.from(idToken.split('.')[0], 'base64url'));

function exchange(fields, url = `${provider.issuer}/token`) {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: provider.clientId,
    client_secret: provider.clientSecret,
    redirect_uri: redirectUri,
    ...fields,
  });
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
}

// A code and the verifier that belongs to it.
function issue(grant = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const codeChallenge = challengeOf(verifier);
  const code = provider.issueCode({ nonce: 'the-nonce', redirectUri, codeChallenge, ...grant });
  return { code, code_verifier: verifier };
}

async function idToken(grant) {
  const answer = await exchange(issue(grant));
  assert.equal(answer.status, 200);
  return (await answer.json()).id_token;
}

async function isVerified(token) {
  const { keys } = await (await fetch(`${provider.issuer}/jwks`)).json();
  const key = keys.find(({ kid }) => kid === headerOf(token).kid);
  if (!key) return false;
  const [header, claims, signature] = token.split('.');
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify('sha256', `${header}.${claims}`, publicKey, Buffer.from(signature, 'base64url'));
}

test('a code becomes a signed ID token of its identity and nonce', async () => {
  const identity = { sub: 's', email: 'grace@example.com', email_verified: true, hd: 'example.com' };
  const token = await idToken({ identity });

  assert.ok(await isVerified(token));
  const { iss, aud, nonce, ...rest } = claimsOf(token);
  assert.deepEqual({ iss, aud, nonce }, { iss: provider.issuer, aud: provider.clientId, nonce: 'the-nonce' });
  assert.equal(rest.hd, 'example.com');
});

test('a presigned code gives as good a token', async () => {
  assert.ok(await isVerified(await idToken({ presigned: true })));
});

test('/authorize signs in whoever was named and keeps state, nonce and challenge', async () => {
  provider.signIn({ sub: 'sub-1', email: 'one@example.com' });
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(`${provider.issuer}/authorize`);
  url.search = new URLSearchParams({
    client_id: provider.clientId,
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: redirectUri,
    state: 'the-state',
    nonce: 'n1',
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
  });

  const answer = await fetch(url, { redirect: 'manual' });

  assert.equal(answer.status, 302);
  const location = new URL(answer.headers.get('location'));
  assert.equal(location.origin + location.pathname, redirectUri);
  assert.equal(location.searchParams.get('state'), 'the-state');
  const tokens = await exchange({ code: location.searchParams.get('code'), code_verifier: verifier });
  const claims = claimsOf((await tokens.json()).id_token);
  assert.equal(claims.nonce, 'n1');
  assert.equal(claims.email, 'one@example.com');
});

const refusals = {
  'a code used before': async () => {
    const grant = issue();
    await exchange(grant);
    return exchange(grant);
  },
  'another verifier': () => exchange({ ...issue(), code_verifier: 'x'.repeat(43) }),
  'another redirect URI': () => exchange({ ...issue(), redirect_uri: 'https://evil.example/' }),
  'a made-up code': () => exchange({ ...issue(), code: 'made-up' }),
  'a wrong secret': () => exchange({ ...issue(), client_secret: 'wrong' }),
};
for (const [name, attempt] of Object.entries(refusals)) {
  test(`${name} is refused`, async () => {
    const answer = await attempt();

    assert.ok(answer.status === 400 || answer.status === 401);
    assert.match((await answer.json()).error, /^invalid_(grant|client)$/);
  });
}

test('the secret is taken by HTTP Basic, encoded as forms are', async () => {
  const odd = await startOpenIdProvider({ clientId: 'a:b', clientSecret: 's&cret +' });
  const verifier = 'v'.repeat(43);
  const code = odd.issueCode({ redirectUri, codeChallenge: challengeOf(verifier) });
  const pair = [odd.clientId, odd.clientSecret].map(encodeURIComponent).join(':');

  const answer = await fetch(`${odd.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri,
    }),
  });

  await odd.stop();
  assert.equal(answer.status, 200);
});

const lies = {
  wrongNonce: ({ nonce }) => nonce !== 'the-nonce',
  wrongAud: ({ aud }) => aud !== provider.clientId,
  moreAud: ({ aud }) => aud.length === 2,
  wrongIss: ({ iss }) => iss !== provider.issuer,
  wrongAzp: ({ azp }) => azp !== provider.clientId,
  expired: ({ exp }) => exp < Date.now() / 1000,
  futureIat: ({ iat }) => iat > Date.now() / 1000 + 60,
  unverifiedEmail: (claims) => claims.email_verified === false,
  noEmail: (claims) => !('email' in claims),
};
for (const [name, isLie] of Object.entries(lies)) {
  test(`${name} is a lie well signed`, async () => {
    provider.misbehave(name);
    const token = await idToken();

    assert.ok(isLie(claimsOf(token)));
    assert.ok(await isVerified(token));
  });
}

for (const name of ['hs256', 'algNone', 'unknownKid', 'badSignature']) {
  test(`${name} does not verify`, async () => {
    provider.misbehave(name);
    assert.equal(await isVerified(await idToken()), false);
  });
}

test('a rotated key is published or not, as asked', async () => {
  provider.rotateKeys({ publish: false });
  assert.equal(await isVerified(await idToken()), false);
  provider.rotateKeys();
  assert.ok(await isVerified(await idToken()));
});

test('HTTP faults hit the endpoint that was named and no other', async () => {
  provider.misbehave('http500', { at: 'token' });
  assert.equal((await exchange(issue())).status, 500);
  assert.equal((await fetch(`${provider.issuer}/jwks`)).status, 200);
});

test('a reset, a partial body and a refused connection give no answer', async () => {
  for (const name of ['reset', 'partialBody']) {
    provider.behave();
    provider.misbehave(name, { at: 'jwks' });
    await assert.rejects(fetch(`${provider.issuer}/jwks`).then((answer) => answer.text()));
  }
  await provider.stop();
  await assert.rejects(fetch(`${provider.issuer}/jwks`));
  await provider.start();
  provider.behave();
  assert.equal((await fetch(`${provider.issuer}/jwks`)).status, 200);
});

test('garbage, a huge body and a redirect are answers of their kind', async () => {
  const get = () => fetch(`${provider.issuer}/jwks`, { redirect: 'manual' });
  provider.misbehave('garbage');
  await assert.rejects((await get()).json());
  provider.behave();
  provider.misbehave('hugeBody');
  assert.ok((await (await get()).text()).length > 1024 * 1024);
  provider.behave();
  provider.misbehave('redirect');
  assert.equal((await get()).status, 302);
});

test('a hanging endpoint answers nothing until it stops', async () => {
  provider.misbehave('hang', { at: 'jwks' });
  const aborted = new AbortController();
  const pending = fetch(`${provider.issuer}/jwks`, { signal: aborted.signal });
  const discovery = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
  assert.equal(discovery.status, 200);
  aborted.abort();
  await assert.rejects(pending);
});

test('requests are counted by endpoint', async () => {
  await idToken();
  await fetch(`${provider.issuer}/jwks`);
  assert.deepEqual(provider.requests, { discovery: 0, authorize: 0, token: 1, jwks: 1, redirected: 0 });
});

test('a fault that does not exist is a mistake in the test', () => {
  assert.throws(() => provider.misbehave('wrongNounce'));
});
