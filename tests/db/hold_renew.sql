\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.renew(p_hold uuid) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, answer ->> 'available') FROM latchkey_api.hold_renew(p_hold, 3600)
$fn$;
SELECT pg_temp.hold(:'a', 3) AS hold, pg_temp.hold(:'a', 4, -1) AS late \gset
SELECT is(pg_temp.renew(:'hold'), 'done 7', 'a hold is renewed');
SELECT cmp_ok(expires_at, '>', now() + interval '59 minutes', 'and expires later')
  FROM latchkey.credit_holds WHERE id = :'hold';
SELECT is(pg_temp.renew(:'late'), 'done 3', 'an expired one counts again');
UPDATE latchkey.credit_holds SET expires_at = now() WHERE id = :'late';
SELECT latchkey_api.deduct_credits(:'a', 4, 'analysis', 'x') AS o \gset
SELECT is(pg_temp.renew(:'late'), 'hold_expired', 'not where its credits were spent');
SELECT latchkey_api.hold_settle(:'hold', NULL, NULL) AS o, latchkey_api.hold_release(:'late') AS o \gset
SELECT is(pg_temp.renew(:'hold'), 'hold_settled', 'nor a settled one');
SELECT is(pg_temp.renew(:'late'), 'hold_released', 'nor a released one');
SELECT is(pg_temp.renew(gen_random_uuid()), 'unknown', 'nor one that is not there');
SELECT pg_temp.only_for('hold_renew', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
