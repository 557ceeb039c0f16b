\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.hold(:'a', 4) AS hold \gset
\set arguments 'format(\'%L, 2, NULL\', :\'hold\')'
SELECT pg_temp.guarded('service_hold_settle', 'credits:spend', :arguments);
SELECT is(concat_ws(' ', outcome, answer -> 'transaction' ->> 'amount'), 'done -2', 'any service may, and again')
  FROM pg_temp.call('lks_all', 'service_hold_settle', :arguments);
SELECT ok(answer::jsonb ?& ARRAY['hold', 'transaction', 'balance', 'available'], 'the answer has the hold')
  FROM pg_temp.call('lks_all', 'service_hold_settle', :arguments);
SELECT is(pg_temp.audited(:'a', 'hold_settled') ->> 'service', 'credits-spend', 'the audit log names the service');
SELECT is(outcome, 'unknown', 'there is no such hold')
  FROM pg_temp.call('lks_all', 'service_hold_settle', format('%L, 2, NULL', gen_random_uuid()));
SELECT pg_temp.only_for('service_hold_settle', 'latchkey-service-credits');

SELECT * FROM finish();
ROLLBACK;
