\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT is(latchkey_api.credits_held(:'a'), 0::bigint, 'nothing is held');
SELECT pg_temp.hold(:'a', 3) AS hold, pg_temp.hold(:'a', 2) AS other \gset
SELECT pg_temp.hold(:'a', 4, 0) AS expired \gset
SELECT is(latchkey_api.credits_held(:'a'), 5::bigint, 'open holds count, an expired one does not');
SELECT is(latchkey_api.credits_held(:'a', :'hold'), 2::bigint, 'one may be left out');
SELECT latchkey_api.hold_release(:'hold') AS o \gset
SELECT is(latchkey_api.credits_held(:'a'), 2::bigint, 'a released one does not count');
SELECT is(latchkey_api.credits_held(gen_random_uuid()), 0::bigint, 'an account that is not there has none');
SELECT pg_temp.only_for('credits_held', 'latchkey_service', 'latchkey_tenant');

SELECT * FROM finish();
ROLLBACK;
