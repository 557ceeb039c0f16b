// An identity provider that lies, stalls and falls: sign-in is refused or put off, nothing is
// written, and sessions go on.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { tokenFaults } from '../fakes/openid/id-token.mjs';
import { randomToken, somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';

let latchkey, client, provider, sql;

before(async () => {
  latchkey = await startLatchkey();
  ({ client, provider, sql } = latchkey);
});
after(() => latchkey?.stop());
beforeEach(() => provider.behave());

async function assertRefused(identity, status, code) {
  const answer = await client.completeSignup(provider, identity);
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.code, code);
  const [{ count }] = await sql(
    'SELECT count(*)::int FROM latchkey.users WHERE subject = $1', [identity.sub],
  );
  assert.equal(count, 0);
  return answer;
}

const elsewhere = { unverifiedEmail: [403, 'email_not_verified'] };
const harmless = ['moreAud']; // several audiences with an azp that is ours (OIDC Core 3.1.3.7)
for (const fault of tokenFaults.filter((name) => !harmless.includes(name))) {
  const [status, code] = elsewhere[fault] ?? [400, 'oauth_code_rejected'];
  test(`an ID token with ${fault} is a ${status} ${code}`, async () => {
    provider.misbehave(fault);

    await assertRefused(somebody(), status, code);
  });
}

for (const fault of ['reset', 'http500', 'http429', 'garbage', 'hugeBody', 'partialBody', 'redirect']) {
  test(`a token endpoint with ${fault} is a 503, and the next sign-in works`, async () => {
    provider.misbehave(fault, { at: 'token' });

    const { headers } = await assertRefused(somebody(), 503, 'identity_provider_unavailable');

    assert.ok(Number(headers['retry-after']) >= 1);
    assert.equal(provider.requests.redirected, 0, 'redirects are not followed');
    provider.behave();
    assert.equal((await client.completeSignup(provider, somebody())).status, 200);
  });
}

test('a slow provider delays its own sign-in and nobody else', async () => {
  const { json: signedIn } = await client.completeSignup(provider, somebody());
  provider.misbehave('slow', { at: 'token', ms: 1500 });

  const slow = client.completeSignup(provider, somebody());
  const session = await Promise.race([slow, client.session(signedIn.accessToken)]);

  assert.ok(session.json.session, 'the session answered first');
  assert.equal((await slow).status, 200);
});

test('a provider that hangs is given up after 10 s', async () => {
  provider.misbehave('hang', { at: 'token' });
  const start = Date.now();

  await assertRefused(somebody(), 503, 'identity_provider_unavailable');

  assert.ok(Date.now() - start < 15_000);
});

test('with the provider down sign-in is a 503, sessions go on, and it recovers by itself', async () => {
  const { json: signedIn } = await client.completeSignup(provider, somebody());
  const request = client.signUpRequest(provider, somebody());
  await provider.stop();

  const down = await client.post('/api/auth/complete-signup', request);

  assert.equal(down.status, 503);
  assert.equal((await client.session(signedIn.accessToken)).status, 200);
  assert.equal((await client.refresh(signedIn.refreshToken, randomToken())).status, 200);
  await provider.start();
  assert.equal((await client.completeSignup(provider, somebody())).status, 200);
});
