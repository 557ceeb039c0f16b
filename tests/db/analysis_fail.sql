\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

UPDATE latchkey.analyses SET status = 'running' WHERE id = :'first';
SELECT is(status || failure_reason, 'failedR', 'an analysis fails')
  FROM latchkey_api.analysis_fail(:'first', 'R');
SELECT throws_ok(format('SELECT latchkey_api.analysis_fail(%L, ''R'')', :'first'), '23505', NULL,
                 'its credit does not come back twice');
SELECT pg_temp.only_for('analysis_fail');

SELECT * FROM finish();
ROLLBACK;
