\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.hold(:'a', 3) AS hold, pg_temp.hold(:'a', 2) AS other \gset
SELECT is(latchkey_api.hold_lock(:'hold'), 8::bigint, 'what other holds leave');
SELECT is(latchkey_api.hold_lock(gen_random_uuid()), NULL, 'there is no such hold');
SELECT pg_temp.only_for('hold_lock');

SELECT * FROM finish();
ROLLBACK;
