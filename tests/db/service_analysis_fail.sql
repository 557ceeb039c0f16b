\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

SELECT pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o \gset

\set arguments 'format(\'%L, 1, \'\'No data\'\', false\', :\'first\')'
SELECT pg_temp.guarded('service_analysis_fail', 'analyses:work', :arguments);
SELECT is(status || ' ' || failure_reason, 'failed No data', 'it has failed, with the reason')
  FROM latchkey.analyses WHERE id = :'first';
SELECT is(latchkey_api.credits_available(:'a'), 9::bigint, 'and its credit is back');
SELECT is(outcome || ' ' || (answer #>> '{analysis,status}'), 'done failed', 'again: the same')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', :arguments);
SELECT is(latchkey_api.credits_available(:'a'), 9::bigint, 'and its credit not once more');
SELECT is(pg_temp.audited(:'a', 'analysis_failed'),
          jsonb_build_object('service', 'analyses-work', 'attempt', 1, 'analysis_id', :'first'), 'the audit log names the service');
SELECT is(outcome, 'lease_lost', 'what failed is not done')
  FROM pg_temp.call('lks_all', 'service_analysis_done', format('%L, 1, ''{}''', :'first'));
SELECT pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o \gset
\set retry 'format(\'%L, %s, \'\'R\'\', true\', :\'second\', 1)'
SELECT is(outcome || ' ' || (answer #>> '{analysis,status}'), 'done queued', 'with retry it is queued again')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', :retry);
SELECT is(outcome || ' ' || (answer #>> '{analysis,status}'), 'done queued', 'again: the same')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', :retry);
SELECT is(count(*), 1::bigint, 'the audit log has it once')
  FROM latchkey.audit_log WHERE account_id = :'a' AND event = 'analysis_queued_again';
SELECT is(outcome, 'lease_lost', 'then it is nobody''s to fail')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', format('%L, 1, ''R'', false', :'second'));
SELECT pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o, pg_temp.lease_ends(:'second', 5) AS o \gset
SELECT is(outcome, 'lease_lost', 'a stale fence is refused')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', :retry);
SELECT is(outcome || ' ' || (answer #>> '{analysis,status}'), 'done failed', 'the fifth attempt is the last')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', format('%L, 2, ''R'', true', :'second'));
SELECT is(outcome, 'unknown', 'there is no such analysis')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', format('%L, 1, ''R'', true', gen_random_uuid()));
SELECT is(wrong::text || faults, '[][]', 'all is sound') FROM latchkey_api.check_credits();
SELECT pg_temp.only_for('service_analysis_fail', 'latchkey-service-analyses');

SELECT * FROM finish();
ROLLBACK;
