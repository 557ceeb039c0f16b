\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

SELECT is(latchkey_api.analysis_not_held(:'first'), 'lease_lost', 'an analysis of somebody else''s');
SELECT is(latchkey_api.analysis_not_held(gen_random_uuid()), 'unknown', 'or none');
SELECT pg_temp.only_for('analysis_not_held');

SELECT * FROM finish();
ROLLBACK;
