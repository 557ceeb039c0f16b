// The local provider, as a browser and Latchkey use it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { startLocalProvider, subjectOf } from './local-provider.mjs';

const clientId = 'latchkey-dev';
const clientSecret = 'the-secret';
const redirectUri = 'https://localhost:8443/auth/callback';
const codeVerifier = 'v'.repeat(43);

let provider;
before(async () => {
  provider = await startLocalProvider({ clientId, clientSecret, redirectUris: [redirectUri] });
});
after(() => provider?.stop());

// As much of a browser as this takes: cookies, and stopping where it leaves the provider.
class Browser {
  #cookies = new Map();

  async open(url, form) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = form && new URLSearchParams(form);
    const method = form ? 'POST' : 'GET';
    const answer = await fetch(url, { method, body, headers: { cookie }, redirect: 'manual' });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      this.#cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    const next = location && new URL(location, url);
    if (next?.origin === provider.issuer) return this.open(next);
    const text = await answer.text();
    if (text.includes('document.forms[0].submit()')) return this.#submit(text);
    return { url: next ?? new URL(url), status: answer.status, text };
  }

  // Sends the form of a page that sends it by itself.
  #submit(text) {
    const [, action] = /action="([^"]+)"/.exec(text);
    const inputs = [...text.matchAll(/name="([^"]+)" value="([^"]*)"/g)];
    return this.open(action, Object.fromEntries(inputs.map(([, name, value]) => [name, value])));
  }

  signIn(changes = {}) {
    const query = {
      client_id: clientId,
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: redirectUri,
      state: 'the-state',
      nonce: 'the-nonce',
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    const present = Object.entries(query).filter(([, value]) => value !== undefined);
    return this.open(`${provider.issuer}/auth?${new URLSearchParams(present)}`);
  }
}

async function tokensFor(code, changes = {}) {
  const answer = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
      code,
      ...changes,
    }),
  });
  return { status: answer.status, json: await answer.json() };
}

async function claimsFor(form) {
  const browser = new Browser();
  const { url } = await browser.signIn();
  const back = await browser.open(url, form);
  const { json } = await tokensFor(back.url.searchParams.get('code'));
  const keys = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`));
  const options = { issuer: provider.issuer, audience: clientId, algorithms: ['RS256'] };
  return (await jwtVerify(json.id_token, keys, options)).payload;
}

test('any e-mail signs in and comes back with code and state', async () => {
  const browser = new Browser();
  const { url, status, text } = await browser.signIn();
  assert.equal(status, 200);
  assert.match(text, /<h1>Sign in<\/h1>/);

  const back = await browser.open(url, { email: 'ada@example.com', action: 'sign-in' });

  assert.equal(back.url.origin + back.url.pathname, redirectUri);
  assert.equal(back.url.searchParams.get('state'), 'the-state');
  assert.equal((await tokensFor(back.url.searchParams.get('code'))).status, 200);
});

test('the ID token says all that was typed', async () => {
  const picture = 'https://pictures.example/grace.png';
  const claims = await claimsFor({ email: 'Grace@example.com', name: 'Grace Hopper', picture });

  assert.equal(claims.sub, subjectOf('grace@example.com'));
  assert.equal(claims.email, 'Grace@example.com');
  assert.equal(claims.email_verified, true);
  assert.equal(claims.name, 'Grace Hopper');
  assert.equal(claims.picture, picture);
  assert.equal(claims.nonce, 'the-nonce');
});

test('a name left out is left out', async () => {
  const claims = await claimsFor({ email: 'nobody@example.com', name: '', picture: '' });

  assert.ok(!('name' in claims) && !('picture' in claims));
});

test('who was here with a name keeps it', async () => {
  await claimsFor({ email: 'lin@example.com', name: 'Lin' });

  assert.equal((await claimsFor({ email: 'lin@example.com' })).name, 'Lin');
});

test('each sign-in asks again and offers the users who were here', async () => {
  const browser = new Browser();
  const first = await browser.signIn();
  await browser.open(first.url, { email: 'first@example.com' });

  const again = await browser.signIn();

  assert.equal(again.status, 200);
  assert.match(again.text, /value="first@example.com"/);
});

test('another user can sign in after the first, in the same browser', async () => {
  const browser = new Browser();
  for (const email of ['one@example.com', 'two@example.com', 'one@example.com']) {
    const { url } = await browser.signIn();

    const back = await browser.open(url, { email, action: 'sign-in' });

    assert.equal(back.url.origin + back.url.pathname, redirectUri, back.text);
    const { json } = await tokensFor(back.url.searchParams.get('code'));
    assert.equal(decodeJwt(json.id_token).sub, subjectOf(email));
  }
});

test('what is not an e-mail is asked for again, and stays text', async () => {
  const browser = new Browser();
  const { url } = await browser.signIn();

  const { status, text } = await browser.open(url, { email: '"><script>', name: 'Ada' });

  assert.equal(status, 400);
  assert.match(text, /role="alert"/);
  assert.ok(!text.includes('<script>'));
  assert.match(text, /value="Ada"/);
});

test('cancel goes back without a code', async () => {
  const browser = new Browser();
  const { url } = await browser.signIn();

  const back = await browser.open(url, { action: 'cancel' });

  assert.equal(back.url.searchParams.get('error'), 'access_denied');
});

for (const [name, changes] of [
  ['another verifier', { code_verifier: 'x'.repeat(43) }],
  ['another redirect URI', { redirect_uri: 'https://evil.example/' }],
  ['a wrong secret', { client_secret: 'wrong' }],
]) {
  test(`a code with ${name} is refused`, async () => {
    const browser = new Browser();
    const { url } = await browser.signIn();
    const back = await browser.open(url, { email: 'ada@example.com' });

    const { status } = await tokensFor(back.url.searchParams.get('code'), changes);

    assert.ok(status === 400 || status === 401);
  });
}

test('a request without PKCE goes back with an error', async () => {
  const { url } = await new Browser().signIn({
    code_challenge: undefined, code_challenge_method: undefined,
  });

  assert.equal(url.searchParams.get('error'), 'invalid_request');
});

test('a stranger redirect URI gets a page, not a redirect', async () => {
  const { status, text } = await new Browser().signIn({ redirect_uri: 'https://evil.example/' });

  assert.equal(status, 400);
  assert.match(text, /Sign-in failed/);
});

test('a sign-in of another browser has expired', async () => {
  const { url } = await new Browser().signIn();

  const { status, text } = await new Browser().open(url);

  assert.equal(status, 400);
  assert.match(text, /expired/);
});
