\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

SELECT pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o \gset

\set arguments 'format(\'%L, 1, 3600\', :\'first\')'
SELECT pg_temp.guarded('service_analysis_renew', 'analyses:work', :arguments);
SELECT cmp_ok(lease_until, '>', now() + interval '59 minutes', 'its lease ends later')
  FROM latchkey.analyses WHERE id = :'first';
SELECT is(pg_temp.audited(:'a', 'analysis_renewed') ->> 'service', 'analyses-work', 'the audit log names the service');
SELECT pg_temp.lease_ends(:'first') AS o \gset
SELECT is(outcome, 'done', 'also where it has ended and nobody else has come')
  FROM pg_temp.call('lks_all', 'service_analysis_renew', :arguments);
SELECT pg_temp.lease_ends(:'first') AS o, pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o \gset
SELECT is(outcome, 'lease_lost', 'not once somebody has')
  FROM pg_temp.call('lks_all', 'service_analysis_renew', :arguments);
SELECT is(outcome, 'lease_lost', 'nor what was never claimed')
  FROM pg_temp.call('lks_all', 'service_analysis_renew', format('%L, 0, 60', :'second'));
SELECT is(outcome, 'unknown', 'nor what is not there')
  FROM pg_temp.call('lks_all', 'service_analysis_renew', format('%L, 1, 60', gen_random_uuid()));
SELECT pg_temp.only_for('service_analysis_renew', 'latchkey-service-analyses');

SELECT * FROM finish();
ROLLBACK;
