\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

SELECT pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o \gset

\set arguments 'format(\'%L, 1, \'\'{"summary": "S"}\'\'\', :\'first\')'
SELECT pg_temp.guarded('service_analysis_done', 'analyses:work', :arguments);
SELECT is(result || jsonb_build_object('status', status, 'lease', lease_until, 'finished', finished_at IS NOT NULL),
          '{"summary": "S", "status": "done", "lease": null, "finished": true}', 'its result is kept')
  FROM latchkey.analyses WHERE id = :'first';
SELECT is(outcome || ' ' || (answer #>> '{analysis,status}'), 'done done', 'again: the same')
  FROM pg_temp.call('lks_all', 'service_analysis_done', :arguments);
SELECT is(count(*), 1::bigint, 'the audit log has it once')
  FROM latchkey.audit_log WHERE account_id = :'a' AND event = 'analysis_done';
SELECT is(outcome, 'lease_lost', 'what is done does not fail')
  FROM pg_temp.call('lks_all', 'service_analysis_fail', format('%L, 1, ''R'', false', :'first'));
SELECT pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o, pg_temp.lease_ends(:'second') AS o,
       pg_temp.call('lks_all', 'service_analysis_claim', '60') AS o \gset
SELECT is(outcome, 'lease_lost', 'a stale fence is refused')
  FROM pg_temp.call('lks_all', 'service_analysis_done', format('%L, 1, ''{}''', :'second'));
SELECT is(result, NULL, 'and writes nothing') FROM latchkey.analyses WHERE id = :'second';
SELECT is(outcome, 'done', 'the other one is taken')
  FROM pg_temp.call('lks_all', 'service_analysis_done', format('%L, 2, ''{}''', :'second'));
SELECT is(outcome, 'unknown', 'there is no such analysis')
  FROM pg_temp.call('lks_all', 'service_analysis_done', format('%L, 1, ''{}''', gen_random_uuid()));
SELECT pg_temp.only_for('service_analysis_done', 'latchkey-service-analyses');

SELECT * FROM finish();
ROLLBACK;
