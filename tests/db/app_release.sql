\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.state_of(p_sql text) RETURNS text
LANGUAGE sql AS $fn$ SELECT pg_temp.state_as('latchkey_owner', p_sql) $fn$;

SELECT pg_temp.hold(:'a', 4) AS hold, pg_temp.hold(:'a', 1) AS settled \gset
SELECT latchkey_app.release(:'hold') AS o, latchkey_app.release(:'hold') AS o, latchkey_app.settle(:'settled', NULL, NULL) AS o \gset
SELECT is(latchkey_api.credits_held(:'a'), 0::bigint, 'what was held is free');
SELECT is(pg_temp.state_of(format('SELECT latchkey_app.release(%L)', :'settled')), 'LK409', 'what is settled is not');
SELECT is(pg_temp.state_of('SELECT latchkey_app.release(gen_random_uuid())'), 'LK404', 'nor what is not there');
SELECT pg_temp.only_for('app_release', 'latchkey_owner');

SELECT * FROM finish();
ROLLBACK;
