\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.settle(p_hold uuid, p_amount bigint DEFAULT NULL) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, answer -> 'hold' ->> 'state', answer -> 'transaction' ->> 'amount',
                   answer ->> 'balance', answer ->> 'available')
    FROM latchkey_api.hold_settle(p_hold, p_amount, NULL)
$fn$;
SELECT pg_temp.hold(:'a', 3) AS hold, pg_temp.hold(:'a', 2) AS part, pg_temp.hold(:'a', 1) AS none,
       pg_temp.hold(:'a', 2, -1) AS late, pg_temp.hold(:'a', 5, -1) AS too_late \gset
SELECT is(pg_temp.settle(:'hold', 4), 'too_much', 'not more than is held');
SELECT is(pg_temp.settle(:'hold'), 'done settled -3 7 4', 'what is held is spent');
SELECT is(pg_temp.settle(:'part', 1), 'done settled -1 6 5', 'or a part of it, and the rest is free');
SELECT is(pg_temp.settle(:'hold'), 'done settled -3 7 4', 'again: the same answer');
SELECT is(pg_temp.settle(:'part', 1), 'done settled -1 6 5', 'also with the amount');
SELECT is(pg_temp.settle(:'part'), 'done settled -1 6 5', 'or without');
SELECT is(pg_temp.settle(:'part', 2), 'hold_settled', 'another amount is not what was done');
SELECT is(pg_temp.settle(:'part', 0), 'hold_settled', 'nor is a release');
SELECT is(pg_temp.settle(:'none', 0), 'done released 6 6', 'with 0 it is a release');
SELECT is(pg_temp.settle(:'none', 0), 'done released 6 6', 'again: the same');
SELECT is(pg_temp.settle(:'none'), 'hold_released', 'what is released is not settled');
SELECT is(pg_temp.settle(:'late'), 'done settled -2 4 4', 'an expired one is, where credits are there');
SELECT is(pg_temp.settle(:'too_late'), 'hold_expired', 'not where they were spent');
SELECT is(pg_temp.settle(:'too_late', 4), 'done settled -4 0 0', 'but as much as there is');
SELECT is(pg_temp.settle(gen_random_uuid()), 'unknown', 'there is no such hold');
SELECT is(pg_temp.settle(gen_random_uuid(), 0), 'unknown', 'to release either');
SELECT results_eq(
  format('SELECT type, description, reference FROM latchkey.credit_transactions WHERE hold_id = %L', :'hold'),
  $$VALUES ('spend', 'Held', NULL)$$, 'the ledger has the hold''s words');
SELECT is(wrong::text || faults, '[][]', 'all is sound') FROM latchkey_api.check_credits();
SELECT is(count(*), 4::bigint, 'the audit log has each once')
  FROM latchkey.audit_log WHERE account_id = :'a' AND event = 'hold_settled';
SELECT pg_temp.only_for('hold_settle', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
