\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.hold(:'a', 3) AS hold, pg_temp.hold(:'a', 2, -60) AS expired \gset
SELECT is(outcome || ' ' || (answer -> 'hold' ->> 'state') || ' ' || (answer ->> 'available'), 'done released 10',
          'what was held is free') FROM latchkey_api.hold_release(:'hold');
SELECT latchkey_api.deduct_credits(:'a', 5, 'analysis', 'x') AS o \gset
SELECT is(outcome || ' ' || (answer ->> 'available'), 'done 10', 'again: the same answer')
  FROM latchkey_api.hold_release(:'hold');
SELECT is(outcome, 'done', 'an expired one can be released') FROM latchkey_api.hold_release(:'expired');
SELECT is(outcome, 'unknown', 'one that is not there cannot') FROM latchkey_api.hold_release(gen_random_uuid());
SELECT pg_temp.hold(:'a', 1) AS settled \gset
SELECT latchkey_api.hold_settle(:'settled', NULL, NULL) AS o \gset
SELECT is(outcome, 'hold_settled', 'nor one that is settled') FROM latchkey_api.hold_release(:'settled');
SELECT is(count(*), 2::bigint, 'the audit log has each once')
  FROM latchkey.audit_log WHERE account_id = :'a' AND event = 'hold_released';
SELECT pg_temp.only_for('hold_release', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
