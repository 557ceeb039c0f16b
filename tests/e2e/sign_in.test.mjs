// Sign-up and sign-in through nginx, workers and Postgres, against a provider that can misbehave.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { eventually } from '../harness/wait.mjs';

let latchkey, client, provider, sql;

before(async () => {
  latchkey = await startLatchkey();
  ({ client, provider, sql } = latchkey);
});
after(() => latchkey?.stop());

// How many rows of each kind belong to one identity.
async function footprint(identity) {
  const [counts] = await sql(
    `SELECT count(DISTINCT u.id)::int AS users, count(DISTINCT m.account_id)::int AS accounts,
            count(DISTINCT (m.account_id, m.user_id))::int AS memberships,
            count(DISTINCT t.id)::int AS grants, count(DISTINCT o.id)::int AS jobs
       FROM latchkey.users AS u
       LEFT JOIN latchkey.account_members AS m ON m.user_id = u.id
       LEFT JOIN latchkey.credit_transactions AS t ON t.account_id = m.account_id
       LEFT JOIN latchkey.outbox AS o ON o.account_id = m.account_id
      WHERE u.subject = $1`,
    [identity.sub],
  );
  return counts;
}

const once = { users: 1, accounts: 1, memberships: 1, grants: 1, jobs: 1 };

test('a first sign-in makes user, account, membership and 25 credits', async () => {
  const ada = somebody({ name: 'Ada Lovelace', picture: 'https://pictures.example/ada.png' });

  const { status, json } = await client.completeSignup(provider, ada);

  assert.equal(status, 200);
  assert.equal(json.created, true);
  assert.equal(json.expiresIn, 900);
  assert.equal(json.refreshExpiresIn, 604_800);
  assert.equal(json.onboardingCompleted, false);
  assert.deepEqual({ ...json.user, id: '' }, {
    id: '', email: ada.email, full_name: 'Ada Lovelace', avatar_url: ada.picture,
  });
  assert.equal(json.account.name, "Ada Lovelace's Account");
  assert.equal(json.account.credits, 25);
  assert.match(json.refreshToken, /^[\w-]{43}$/);
  assert.deepEqual(await footprint(ada), once);

  const session = await client.session(json.accessToken);
  assert.equal(session.status, 200);
  assert.deepEqual(session.json.user, json.user);
  assert.deepEqual(session.json.account, json.account);
});

test('signing in again, also by the other route, finds the user and gives no credits', async () => {
  const ada = somebody();
  const first = await client.completeSignup(provider, ada);

  const moved = { ...ada, email: `moved-${ada.email}` };
  const request = client.signUpRequest(provider, moved);
  const again = await client.post('/api/auth/google/callback', request);

  assert.equal(again.status, 200);
  assert.equal(again.json.created, false);
  assert.equal(again.json.user.id, first.json.user.id);
  assert.equal(again.json.account.id, first.json.account.id);
  assert.equal(again.json.user.email, moved.email, 'an e-mail that changed at the provider is updated');
  assert.deepEqual(await footprint(ada), once);
});

test('an e-mail is not a key: another subject with the same e-mail is another user', async () => {
  const ada = somebody();
  const eve = { ...somebody(), email: ada.email };

  const [first, second] = [await client.completeSignup(provider, ada), await client.completeSignup(provider, eve)];

  assert.notEqual(first.json.user.id, second.json.user.id);
  assert.notEqual(first.json.account.slug, second.json.account.slug);
});

test('200 parallel sign-ups of one identity make everything once', async () => {
  const ada = somebody();

  const answers = await Promise.all(Array.from({ length: 200 }, () => client.completeSignup(provider, ada)));

  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  assert.equal(answers.filter(({ json }) => json.created).length, 1);
  assert.equal(new Set(answers.map(({ json }) => json.account.id)).size, 1);
  assert.deepEqual(await footprint(ada), once);
});

test('a user without a name gets the local part of the e-mail, and null without a picture', async () => {
  const { name: _, ...nameless } = somebody();

  const { json } = await client.completeSignup(provider, nameless);

  assert.equal(json.user.full_name, nameless.email.split('@')[0]);
  assert.equal(json.user.avatar_url, null);
});

test('a code is good once', async () => {
  const request = client.signUpRequest(provider, somebody());
  assert.equal((await client.post('/api/auth/complete-signup', request)).status, 200);

  const repeated = await client.post('/api/auth/complete-signup', request);

  assert.equal(repeated.status, 400);
  assert.equal(repeated.json.code, 'oauth_code_rejected');
});

test('a client secret that the provider no longer takes is an error of ours, counted apart', async () => {
  const kept = provider.clientSecret;
  provider.clientSecret = 'another';
  const answer = await client.completeSignup(provider, somebody()).finally(() => {
    provider.clientSecret = kept;
  });

  assert.equal(answer.status, 500);
  assert.equal(answer.json.code, 'oauth_client_rejected');
  const line = await eventually(() =>
    latchkey.log('auth-complete-signup').split('\n').find((text) => text.includes(answer.json.requestId)));
  const { level, detail } = JSON.parse(line);
  assert.equal(level, 'error');
  assert.equal(detail, 'the token endpoint answered 401 invalid_client');
  const { text } = await client.request('GET', '/metrics', { contract: false });
  assert.match(text, /^latchkey_errors_total\{handler="auth-complete-signup",code="oauth_client_rejected"\} 1$/m);
  assert.match(text, /^latchkey_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
});

test('where to sign in is found by discovery', async () => {
  const { status, json } = await client.get('/api/auth/config');

  assert.equal(status, 200);
  assert.equal(json.issuer, provider.issuer);
  assert.ok(json.authorizationEndpoint.startsWith(provider.issuer));
  assert.equal(json.refreshTransport, 'body');
});

const refused = [
  ['a wrong code verifier', { codeVerifier: 'x'.repeat(43) }, 400, 'oauth_code_rejected'],
  ['a wrong nonce', { nonce: 'not-the-nonce' }, 400, 'oauth_code_rejected'],
  ['a code that was never issued', { code: 'made-up' }, 400, 'oauth_code_rejected'],
];
for (const [name, changes, status, code] of refused) {
  test(`${name} is refused, and nothing is made`, async () => {
    const nobody = somebody();
    const request = { ...client.signUpRequest(provider, nobody), ...changes };

    const answer = await client.post('/api/auth/complete-signup', request);

    assert.equal(answer.status, status);
    assert.equal(answer.json.code, code);
    assert.equal((await footprint(nobody)).users, 0);
  });
}

const valid = { code: 'c', codeVerifier: 'v'.repeat(43), nonce: 'n'.repeat(16) };
const badInput = [
  ['a missing field', { ...valid, code: undefined }, 422, 'code'],
  ['an empty code', { ...valid, code: '' }, 422, 'code'],
  ['a code that is a number', { ...valid, code: 7 }, 422, 'code'],
  ['a code that is too long', { ...valid, code: 'c'.repeat(8193) }, 422, 'code'],
  ['a short verifier', { ...valid, codeVerifier: 'short' }, 422, 'codeVerifier'],
  ['a verifier with a space', { ...valid, codeVerifier: `${'v'.repeat(42)} ` }, 422, 'codeVerifier'],
  ['a redirect URI of somebody else', { ...valid, redirectUri: 'https://evil.example/' }, 422, 'redirectUri'],
  ['an unknown field', { ...valid, admin: true }, 400, 'admin'],
];
for (const [name, body, status, field] of badInput) {
  test(`${name} is a ${status} that names the field`, async () => {
    const redirectUri = new URL('/auth/callback', latchkey.url).href;

    const answer = await client.post('/api/auth/complete-signup', { redirectUri, ...body });

    assert.equal(answer.status, status);
    assert.equal(answer.json.code, status === 400 ? 'invalid_request' : 'validation_failed');
    assert.ok(
      answer.json.fields?.some((entry) => entry.field === field) || answer.json.detail.includes(field),
      answer.text,
    );
  });
}
