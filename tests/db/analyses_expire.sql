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

SELECT pg_temp.lease_ends(:'first') AS o \gset
SELECT is(latchkey_api.analyses_expire(), 1, 'cron fails what nobody finishes');
SELECT is(pg_temp.audited(:'a', 'analysis_failed') ->> 'program', 'latchkey-cron', 'and the audit log says so');
SELECT pg_temp.only_for('analyses_expire', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
