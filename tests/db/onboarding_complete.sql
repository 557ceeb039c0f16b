\ir lib/begin.sql

CREATE FUNCTION pg_temp.complete(p_session uuid, p_user uuid, p_fields jsonb) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, missing)
    FROM latchkey_api.onboarding_complete(p_session, p_user, p_fields, '192.0.2.5', 'Agent', 'req')
$fn$;
SELECT * FROM pg_temp.sign_in('ada') \gset

SELECT is(pg_temp.complete(:'s', :'u', NULL),
          'incomplete ["business_name","target_audience","analysis_goals"]', 'all required are missed');
SELECT is(pg_temp.complete(:'s', :'u', '{"business_name": "B", "target_audience": null}'),
          'incomplete ["target_audience","analysis_goals"]', 'given fields count as saved, null does not');
SELECT is_empty(format('SELECT 1 FROM latchkey.business_profiles WHERE account_id = %L', :'a'),
                'while incomplete nothing is written');

SELECT latchkey_api.onboarding_save_step(:'s', :'u', 'business',
         '{"business_name": "Saved", "website": "https://s.example"}') AS o \gset
SELECT latchkey_api.onboarding_save_step(:'s', :'u', 'goals', '{"analysis_goals": "G"}') AS o \gset
SELECT is(pg_temp.complete(:'s', :'u',
            '{"target_audience": "T", "business_name": "Given", "business_one_liner": "One",
              "business_context_pack": {"a": [1, null]}}'),
          'completed', 'saved and given fields together complete it');
SELECT results_eq(
  format('SELECT business_name, website, target_audience, analysis_goals, business_one_liner,
                 business_context_pack FROM latchkey.business_profiles WHERE account_id = %L', :'a'),
  $$VALUES ('Given', 'https://s.example', 'T', 'G', 'One', '{"a": [1, null]}'::jsonb)$$,
  'the profile is final');
SELECT ok(onboarding_completed AND onboarding_completed_at IS NOT NULL, 'the account is let in')
  FROM latchkey.accounts WHERE id = :'a';
SELECT is(pg_temp.complete(:'s', :'u', '{"business_name": "Again"}'), 'completed', 'again says the same');
SELECT is(business_name, 'Given', 'and writes nothing')
  FROM latchkey.business_profiles WHERE account_id = :'a';
SELECT results_eq(
  format('SELECT kind COLLATE "default", payload - ''user_id'' FROM latchkey.outbox
           WHERE account_id = %L AND kind <> ''stripe.customer.create'' ORDER BY id', :'a'),
  $$VALUES ('stripe.customer.update',
            '{"website": "https://s.example", "business_name": "Given"}'::jsonb),
           ('email.welcome', '{"email": "ada@example.org", "full_name": "ada"}')$$,
  'both jobs are queued once');
SELECT results_eq(
  format('SELECT host(ip), session_id FROM latchkey.audit_log
           WHERE account_id = %L AND event = ''onboarding_completed''', :'a'),
  format('VALUES (''192.0.2.5'', %L::uuid)', :'s'), 'the event is logged once');
SELECT pg_temp.end_session(:'s');
SELECT is(pg_temp.complete(:'s', :'u', '{}'), 'revoked', 'a session that is over is told so');
SELECT pg_temp.only_for('onboarding_complete', 'latchkey-onboarding-complete');

SELECT * FROM finish();
ROLLBACK;
