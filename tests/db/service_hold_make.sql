\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

\set arguments 'format(\'sha256(\'\'key\'\'), %L, 4, 60, \'\'D\'\', \'\'R\'\'\', :\'a\')'
SELECT pg_temp.guarded('service_hold_make', 'credits:spend', :arguments);
SELECT is(outcome || ' ' || (answer ->> 'available'), 'made 2', 'a key is a service''s own')
  FROM pg_temp.call('lks_all', 'service_hold_make', :arguments);
SELECT is(outcome, 'insufficient_credits', 'what is not there is not held')
  FROM pg_temp.call('lks_all', 'service_hold_make', format('sha256(''much''), %L, 3, 60, ''D'', NULL', :'a'));
SELECT is(outcome, 'insufficient_credits', 'nor spent')
  FROM pg_temp.call('lks_all', 'service_credits_spend', format('sha256(''much''), %L, 3, ''D'', NULL', :'a'));
SELECT is(outcome, 'conflict', 'a key is used once over all routes')
  FROM pg_temp.call('lks_all', 'service_credits_spend', format('sha256(''key''), %L, 1, ''D'', NULL', :'a'));
SELECT is(pg_temp.audited(:'a', 'credits_held') ->> 'service', 'all', 'the audit log names the service');
SELECT pg_temp.only_for('service_hold_make', 'latchkey-service-credits');

SELECT * FROM finish();
ROLLBACK;
