\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

SELECT pg_temp.guarded('service_analysis_claim', 'analyses:work', '60');
SELECT is((answer -> 'analysis')::jsonb - 'lease_expires_at',
          jsonb_build_object('id', :'second', 'account_id', :'a', 'title', 'Second', 'input', '{"q": 1}'::jsonb,
                             'lead', NULL, 'status', 'running', 'attempt', 1, 'fence', 1),
          'the oldest was taken, and now the next one')
  FROM pg_temp.call('lks_all', 'service_analysis_claim', '60');
SELECT is(outcome || answer, 'done{"analysis": null}', 'then none waits')
  FROM pg_temp.call('lks_all', 'service_analysis_claim', '60');
SELECT pg_temp.lease_ends(:'first') AS o \gset
SELECT is(concat_ws(' ', answer #>> '{analysis,id}', answer #>> '{analysis,attempt}', answer #>> '{analysis,fence}'),
          :'first' || ' 2 2', 'one whose lease has ended is taken again, with another fence')
  FROM pg_temp.call('lks_all', 'service_analysis_claim', '60');
SELECT is(pg_temp.audited(:'a', 'analysis_claimed'),
          jsonb_build_object('service', 'all', 'attempt', 2, 'analysis_id', :'first'), 'the audit log names the service');
SELECT pg_temp.lease_ends(:'first', 5) AS o \gset
SELECT is(answer::text, '{"analysis": null}', 'not a sixth time')
  FROM pg_temp.call('lks_all', 'service_analysis_claim', '60');
SELECT is(status, 'failed', 'it has failed') FROM latchkey.analyses WHERE id = :'first';
SELECT is(wrong::text || faults, '[][]', 'and its credit is back') FROM latchkey_api.check_credits();
SELECT is(latchkey_api.credits_available(:'a'), 9::bigint, 'once');
UPDATE latchkey.analyses SET status = 'running', lease_until = NULL WHERE id = :'second';
SELECT is(answer::text, '{"analysis": null}', 'what a program of before runs without a lease is left alone')
  FROM pg_temp.call('lks_all', 'service_analysis_claim', '60');
SELECT lead ->> 'id' AS lead FROM latchkey_api.lead_create(:'s', :'u', 'L', NULL, NULL, 'N', NULL) \gset
SELECT latchkey_api.analysis_create(:'s', :'u', 'Third', :'lead', NULL, NULL) AS o \gset
SELECT is(answer #>> '{analysis,lead,notes}', 'N', 'a lead comes with it')
  FROM pg_temp.call('lks_all', 'service_analysis_claim', '60');
SELECT pg_temp.only_for('service_analysis_claim', 'latchkey-service-analyses');

SELECT * FROM finish();
ROLLBACK;
