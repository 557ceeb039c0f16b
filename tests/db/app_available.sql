\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.state_of(p_sql text) RETURNS text
LANGUAGE sql AS $fn$ SELECT pg_temp.state_as('latchkey_owner', p_sql) $fn$;

SELECT pg_temp.hold(:'a', 4) AS hold \gset
SELECT is(latchkey_app.available(:'a'), 6::bigint, 'what can be spent');
SELECT is(pg_temp.state_of('SELECT latchkey_app.available(gen_random_uuid())'), 'LK404', 'of no account');
SELECT pg_temp.only_for('app_available', 'latchkey_owner');

SELECT * FROM finish();
ROLLBACK;
