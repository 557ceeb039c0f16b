// What OpenID providers do otherwise than Google: each is signed in at, through nginx and the worker.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { eventually } from '../harness/wait.mjs';

const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
const keys = {};
const others = {};
let latchkey, client, provider;

before(async () => {
  latchkey = await startLatchkey();
  ({ client, provider } = latchkey);
  for (const alg of algorithms) {
    keys[alg] = await generateKeyPair(alg, { extractable: true });
    others[alg] = await generateKeyPair(alg, { extractable: true });
    provider.publishedKeys.push({ ...(await exportJWK(keys[alg].publicKey)), kid: alg, use: 'sig' });
  }
});
after(() => latchkey?.stop());
afterEach(() => {
  Object.assign(provider, { takesAuth: undefined, signsIdTokens: undefined, userinfoClaims: [] });
});

const signIn = (claims) => client.completeSignup(provider, somebody(claims));
async function signedIn(claims) {
  const answer = await signIn(claims);
  assert.equal(answer.status, 200, answer.text);
  return answer.json.user;
}
// The log of the worker says why.
async function refused(status, code, detail, claims) {
  const answer = await signIn(claims);
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.code, code);
  const line = await eventually(() =>
    latchkey.log('auth-complete-signup').split('\n').find((text) => text.includes(answer.json.requestId)));
  assert.match(JSON.parse(line).detail, detail);
}

const signed = (alg, key, claims, header = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg, kid: alg, ...header }).sign(key);
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

for (const alg of algorithms) {
  test(`ID tokens that jose signs with ${alg} sign in, with and without a kid`, async () => {
    provider.signsIdTokens = (claims) => signed(alg, keys[alg].privateKey, claims);
    await signedIn();

    // Without a kid RS256 and PS256 have three keys that fit: theirs and the provider's own.
    if (alg === 'RS256' || alg === 'PS256') return;
    provider.signsIdTokens = (claims) => signed(alg, keys[alg].privateKey, claims, { kid: undefined });
    await signedIn();
  });

  const wrong = {
    'for another client': (claims) => signed(alg, keys[alg].privateKey, { ...claims, aud: 'another' }),
    'of another key': (claims) => signed(alg, others[alg].privateKey, claims),
    'of a key of another type': (claims) => {
      const other = alg === 'EdDSA' ? 'ES256' : 'EdDSA';
      return signed(other, keys[other].privateKey, claims, { kid: alg });
    },
    'that are not signed': async (claims) => new UnsecuredJWT(claims).encode(),
    'signed by HMAC with the public key': async (claims) => {
      const text = `${part({ alg: 'HS256', kid: alg })}.${part(claims)}`;
      const secret = await exportSPKI(keys[alg].publicKey);
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
  };
  for (const [name, sign] of Object.entries(wrong)) {
    test(`${alg}: ID tokens ${name} are refused`, async () => {
      provider.signsIdTokens = sign;

      await refused(400, 'oauth_code_rejected', /^ID token: /);
    });
  }
}

test('a provider that takes the secret by Basic only, or in the body only, is asked the other way', async () => {
  for (const way of ['client_secret_post', 'client_secret_basic']) {
    provider.takesAuth = [way];
    await signedIn();
  }
});

test('the e-mail may be at userinfo only, with the name', async () => {
  provider.userinfoClaims = ['email', 'email_verified', 'name'];
  const ada = somebody();

  const { json } = await client.completeSignup(provider, ada);

  assert.equal(json.user.email, ada.email);
  assert.equal(json.user.full_name, ada.name);
});

test('an e-mail that nobody says is verified is refused, and the log says what may be done', async () => {
  const absent = /email_verified is absent; LATCHKEY_OIDC_TRUST_EMAIL=on/;
  await refused(403, 'email_not_verified', absent, { email_verified: undefined });
  await refused(403, 'email_not_verified', /email_verified is not true/, { email_verified: false });
});

test('an ID token of 60 KiB with a picture inlined signs in, without the picture', async () => {
  const picture = `data:image/png;base64,${'A'.repeat(30_000)}`;
  const groups = Array.from({ length: 380 }, (_, i) => `cn=group-${i},ou=groups,dc=example`);
  provider.signsIdTokens = (claims) => signed('RS256', keys.RS256.privateKey, { ...claims, picture, groups });

  assert.equal((await signedIn()).avatar_url, null);
});

test('the callback page opens with a code of 8,192 characters, which is taken to the provider', async () => {
  const code = 'c'.repeat(8192);

  const page = await client.request('GET', `/auth/callback?code=${code}&state=${'s'.repeat(43)}`);
  assert.equal(page.status, 200);

  const request = { ...client.signUpRequest(provider, somebody()), code };
  const answer = await client.post('/api/auth/complete-signup', request);
  assert.equal(answer.json.code, 'oauth_code_rejected');
});
