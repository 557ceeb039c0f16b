// Onboarding: three steps, saved one by one on any device, completed once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sharedLatchkey } from '../harness/latchkey.mjs';
import { impossibleTexts, oddTexts } from '../harness/texts.mjs';
import { newUser, profile } from '../harness/user.mjs';

let latchkey, sql;

before(async () => {
  latchkey = await sharedLatchkey();
  ({ sql } = latchkey);
});
after(() => latchkey?.stop());

const claimsOf = (accessToken) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString());

// What the database holds of completing an account's onboarding.
async function completions({ account }) {
  const [row] = await sql(
    `SELECT a.onboarding_completed, a.onboarding_completed_at,
            (SELECT count(*)::int FROM latchkey.audit_log AS l
              WHERE l.account_id = a.id AND l.event = 'onboarding_completed') AS events,
            (SELECT array_agg(o.kind ORDER BY o.kind) FROM latchkey.outbox AS o
              WHERE o.account_id = a.id AND o.kind <> 'stripe.customer.create') AS jobs,
            to_jsonb(p) AS profile
       FROM latchkey.accounts AS a
       LEFT JOIN latchkey.business_profiles AS p ON p.account_id = a.id
      WHERE a.id = $1`,
    [account.id],
  );
  return row;
}

test('a new account has saved nothing and begins with its business', async () => {
  const ada = await newUser(latchkey);

  const { status, json } = await ada.get('/api/onboarding/progress');

  assert.equal(status, 200);
  assert.deepEqual(json, {
    onboardingCompleted: false,
    currentStep: 'business',
    steps: { business: null, audience: null, goals: null },
  });
});

test('steps are saved one by one, and another device goes on where the first stopped', async () => {
  const laptop = await newUser(latchkey);
  const business = { business_name: 'Engines', website: 'https://engines.example/?a=b' };

  const saved = await laptop.save('business', business);
  assert.equal(saved.status, 200);
  assert.equal(saved.json.currentStep, 'audience');

  const phone = await laptop.elsewhere();
  const found = await phone.get('/api/onboarding/progress');
  assert.deepEqual(found.json, saved.json);
  assert.deepEqual(found.json.steps.business, business);

  const audience = await phone.save('audience', { target_audience: 'Everybody' });
  assert.equal(audience.json.currentStep, 'goals');
  const goals = await phone.save('goals', { analysis_goals: 'Everything' });
  assert.equal(goals.json.currentStep, 'done');
  assert.equal(goals.json.onboardingCompleted, false);
  assert.equal((await laptop.complete()).status, 200);
});

test('steps are saved in any order and again, and a step that is saved again is replaced', async () => {
  const ada = await newUser(latchkey);

  const first = await ada.save('goals', { analysis_goals: 'Later first' });
  assert.equal(first.json.currentStep, 'business');
  await ada.save('business', { business_name: 'A', website: 'https://a.example' });
  const again = await ada.save('business', { business_name: 'B' });

  assert.equal(again.json.currentStep, 'audience');
  assert.deepEqual(again.json.steps.business, { business_name: 'B', website: null });
  assert.deepEqual(again.json.steps.goals, { analysis_goals: 'Later first' });
});

test('completing too early names what is missing and writes nothing', async () => {
  const ada = await newUser(latchkey);
  await ada.save('audience', { target_audience: 'Somebody' });

  const early = await ada.complete({ business_one_liner: 'Too early' });

  assert.equal(early.status, 422);
  assert.equal(early.json.code, 'onboarding_incomplete');
  assert.deepEqual(early.json.fields.map(({ field }) => field).sort(), ['analysis_goals', 'business_name']);
  const { onboarding_completed, events, jobs, profile: kept } = await completions(ada);
  assert.deepEqual({ onboarding_completed, events, jobs }, { onboarding_completed: false, events: 0, jobs: null });
  assert.equal(kept.business_one_liner, null);
});

test('fields of the completing request count as saved, the others stay', async () => {
  const ada = await newUser(latchkey);
  await ada.save('business', { business_name: 'Before', website: 'https://before.example' });

  const { status, json } = await ada.complete({
    ...profile, business_one_liner: 'One line', business_context_pack: { colours: ['red', 1.5, null] },
  });

  assert.equal(status, 200);
  assert.equal(json.account_id, ada.account.id);
  assert.equal(json.onboardingCompleted, true);
  const { profile: kept } = await completions(ada);
  assert.equal(kept.business_name, profile.business_name);
  assert.equal(kept.website, 'https://before.example');
  assert.equal(kept.business_one_liner, 'One line');
  assert.deepEqual(kept.business_context_pack, { colours: ['red', 1.5, null] });
});

test('completing is idempotent: asked for again it answers the same and writes nothing', async () => {
  const ada = await newUser(latchkey);
  const first = await ada.complete(profile);
  const written = await completions(ada);

  const again = await ada.complete({ business_name: 'Another' });
  const late = await ada.save('business', { business_name: 'Another' });

  assert.deepEqual([again.status, again.json], [200, first.json]);
  assert.equal(late.status, 200);
  assert.equal(late.json.onboardingCompleted, true);
  assert.equal(late.json.steps.business.business_name, profile.business_name);
  assert.deepEqual(await completions(ada), written);
  assert.deepEqual(written.jobs, ['email.welcome', 'stripe.customer.update']);
  assert.equal(written.events, 1);
});

test('100 parallel completions complete once', async () => {
  const ada = await newUser(latchkey);

  const answers = await Promise.all(Array.from({ length: 100 }, () => ada.complete(profile)));

  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  const { events, jobs } = await completions(ada);
  assert.equal(events, 1);
  assert.deepEqual(jobs, ['email.welcome', 'stripe.customer.update']);
});

test('after completion the old access token works for leads, and a refreshed one says so', async () => {
  const ada = await newUser(latchkey);
  assert.equal(claimsOf(ada.accessToken).onboarding_completed, false);
  assert.equal((await ada.create('/api/leads', { name: 'Early' })).status, 403);

  await ada.complete(profile);

  assert.equal((await ada.create('/api/leads', { name: 'In time' })).status, 201);
  const refreshed = await ada.refreshed();
  assert.equal(claimsOf(refreshed.accessToken).onboarding_completed, true);
  assert.equal((await refreshed.get('/api/auth/session')).json.onboardingCompleted, true);
});

test('text of every kind is kept as sent, in every field', async () => {
  const ada = await newUser(latchkey);
  for (const [name, text] of Object.entries(oddTexts)) {
    assert.equal((await ada.save('business', { business_name: text })).json.steps.business.business_name, text, name);
    assert.equal((await ada.save('audience', { target_audience: text })).json.steps.audience.target_audience, text, name);
    assert.equal((await ada.save('goals', { analysis_goals: text })).json.steps.goals.analysis_goals, text, name);
  }

  const pack = { [oddTexts.quotes]: oddTexts, deep: { list: Object.values(oddTexts) } };
  const { status } = await ada.complete({ business_one_liner: oddTexts.SQL, business_context_pack: pack });

  assert.equal(status, 200);
  const { profile: kept } = await completions(ada);
  assert.equal(kept.business_one_liner, oddTexts.SQL);
  assert.deepEqual(kept.business_context_pack, pack);
});

test('text that cannot be kept is refused, in every field', async () => {
  const ada = await newUser(latchkey);
  for (const [name, text] of Object.entries(impossibleTexts)) {
    for (const answer of await Promise.all([
      ada.save('business', { business_name: text }),
      ada.save('business', { business_name: 'A', website: `https://a.example/${text}` }),
      ada.save('audience', { target_audience: text }),
      ada.save('goals', { analysis_goals: text }),
      ada.complete({ ...profile, business_one_liner: text }),
      ada.complete({ ...profile, business_context_pack: { text } }),
      ada.complete({ ...profile, business_context_pack: { [text]: 1 } }),
    ])) {
      assert.ok([400, 422].includes(answer.status), `${name}: ${answer.text}`);
    }
  }
  const { onboarding_completed, profile: kept } = await completions(ada);
  assert.deepEqual([onboarding_completed, kept], [false, null]);
});

const tooLong = (characters) => '🦊'.repeat(characters + 1);
const badSteps = [
  ['no step', { data: {} }, 422, 'step'],
  ['no data', { step: 'goals' }, 422, 'data'],
  ['an unknown step', { step: 'payment', data: {} }, 422, 'step'],
  ['data that is not an object', { step: 'goals', data: 'x' }, 422, 'data'],
  ['no business name', { step: 'business', data: {} }, 422, 'data.business_name'],
  ['an empty business name', { step: 'business', data: { business_name: '' } }, 422, 'data.business_name'],
  ['a long business name', { step: 'business', data: { business_name: tooLong(200) } }, 422, 'data.business_name'],
  ['a script for a website', { step: 'business', data: { business_name: 'A', website: 'javascript:x' } }, 422, 'data.website'],
  ['a long website', { step: 'business', data: { business_name: 'A', website: `https://a.example/${'x'.repeat(2048)}` } }, 422, 'data.website'],
  ['a long audience', { step: 'audience', data: { target_audience: tooLong(4000) } }, 422, 'data.target_audience'],
  ['goals that are a number', { step: 'goals', data: { analysis_goals: 7 } }, 422, 'data.analysis_goals'],
  ['a field of another step', { step: 'goals', data: { analysis_goals: 'A', business_name: 'B' } }, 400, 'data.business_name'],
  ['an unknown field', { step: 'goals', data: { analysis_goals: 'A' }, more: 1 }, 400, 'more'],
];
for (const [name, body, status, field] of badSteps) {
  test(`saving ${name} is a ${status} that names ${field}, and nothing is written`, async () => {
    const ada = await newUser(latchkey);

    const answer = await ada.post('/api/onboarding/save-progress', body);

    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.json.code, status === 400 ? 'invalid_request' : 'validation_failed');
    assert.deepEqual(answer.json.fields.map((entry) => entry.field), [field]);
    assert.equal((await completions(ada)).profile, null);
  });
}

const badProfiles = [
  ['a long one-liner', { business_one_liner: tooLong(300) }, 422, 'business_one_liner'],
  ['a list for a context pack', { business_context_pack: [] }, 422, 'business_context_pack'],
  ['a context pack past 16 KiB', { business_context_pack: { a: 'x'.repeat(16 * 1024) } }, 422, 'business_context_pack'],
  ['an unknown field', { onboarding_completed: true }, 400, 'onboarding_completed'],
];
for (const [name, body, status, field] of badProfiles) {
  test(`completing with ${name} is a ${status} that names ${field}, and nothing is written`, async () => {
    const ada = await newUser(latchkey);

    const answer = await ada.complete({ ...profile, ...body });

    assert.equal(answer.status, status, answer.text);
    assert.deepEqual(answer.json.fields.map((entry) => entry.field), [field]);
    assert.equal((await completions(ada)).onboarding_completed, false);
  });
}

test('onboarding of a session that has ended is refused at once', async () => {
  const ada = await newUser(latchkey);
  await latchkey.client.logout(ada.refreshToken);

  for (const answer of [
    await ada.get('/api/onboarding/progress'),
    await ada.save('goals', { analysis_goals: 'A' }),
    await ada.complete(profile),
  ]) {
    assert.equal(answer.status, 401);
    assert.equal(answer.json.code, 'session_revoked');
  }
  assert.equal((await completions(ada)).onboarding_completed, false);
});
