\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT s AS other FROM pg_temp.sign_in('bob') \gset
SELECT is(outcome || progress::jsonb,
          'ok{"steps": {"goals": null, "audience": null, "business": null}, "currentStep": "business", '
          '"onboardingCompleted": false}', 'at the start nothing is saved')
  FROM latchkey_api.onboarding_progress(:'s', :'u');
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT is(progress ->> 'currentStep', 'done', 'at the end all is')
  FROM latchkey_api.onboarding_progress(:'s', :'u');
SELECT is((progress ->> 'onboardingCompleted')::boolean, true, 'and it is completed')
  FROM latchkey_api.onboarding_progress(:'s', :'u');
SELECT is(outcome, 'revoked', 'another user''s session shows nothing')
  FROM latchkey_api.onboarding_progress(:'other', :'u');
SELECT pg_temp.only_for('onboarding_progress', 'latchkey-onboarding-progress');

SELECT * FROM finish();
ROLLBACK;
