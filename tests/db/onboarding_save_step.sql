\ir lib/begin.sql

CREATE FUNCTION pg_temp.save(p_session uuid, p_user uuid, p_step text, p_data jsonb) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, progress ->> 'currentStep', (progress -> 'steps')::jsonb -> p_step)
    FROM latchkey_api.onboarding_save_step(p_session, p_user, p_step, p_data)
$fn$;
SELECT * FROM pg_temp.sign_in('ada') \gset

SELECT is(pg_temp.save(:'s', :'u', 'goals', '{"analysis_goals": "G"}'),
          'saved business {"analysis_goals": "G"}', 'steps can come in any order');
SELECT is(pg_temp.save(:'s', :'u', 'business', '{"business_name": "B", "website": "https://b.example"}'),
          'saved audience {"website": "https://b.example", "business_name": "B"}',
          'the current step is the first that is not saved');
SELECT is(pg_temp.save(:'s', :'u', 'business', '{"business_name": "\"Ünï\" 🚀\u202e'' ;--"}'),
          E'saved audience {"website": null, "business_name": "\\"Ünï\\" 🚀\u202e'' ;--"}',
          'a step saved again is replaced, text kept as sent');
SELECT is(pg_temp.save(:'s', :'u', 'audience', '{"target_audience": "T", "business_name": "no"}'),
          'saved done {"target_audience": "T"}', 'a step writes its own fields only');
SELECT is(business_name, E'"Ünï" 🚀\u202e'' ;--', 'the others stay')
  FROM latchkey.business_profiles WHERE account_id = :'a';
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT is(pg_temp.save(:'s', :'u', 'goals', '{"analysis_goals": "late"}'),
          'completed done {"analysis_goals": "G"}', 'after completion nothing is written');
SELECT s AS other FROM pg_temp.sign_in('bob') \gset
SELECT is(pg_temp.save(:'other', :'u', 'goals', '{"analysis_goals": "theirs"}'), 'revoked',
          'another user''s session saves nothing');
SELECT pg_temp.only_for('onboarding_save_step', 'latchkey-onboarding-save');

SELECT * FROM finish();
ROLLBACK;
