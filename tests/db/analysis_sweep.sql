\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

UPDATE latchkey.analyses SET status = 'running', attempts = 5, lease_until = now() + interval '1 hour'
 WHERE id = :'first';
UPDATE latchkey.analyses SET status = 'running', attempts = 4, lease_until = now() - interval '1 hour'
 WHERE id = :'second';

SELECT is(latchkey_api.analysis_sweep(), 0, 'neither a lease that has not ended nor a fourth one is swept');
SELECT pg_temp.lease_ends(:'first') AS o \gset
SELECT is(latchkey_api.analysis_sweep(), 1, 'a fifth one that has ended is');
SELECT is(latchkey_api.analysis_sweep(), 0, 'once');
SELECT is(status || ': ' || failure_reason, 'failed: It was given up after five attempts.', 'the user is told')
  FROM latchkey.analyses WHERE id = :'first';
SELECT is(latchkey_api.credits_available(:'a'), 9::bigint, 'and has the credit back');
SELECT pg_temp.only_for('analysis_sweep');

SELECT * FROM finish();
ROLLBACK;
