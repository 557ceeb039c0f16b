\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT ok(latchkey_api.account_try_lock(:'a'), 'an account that nobody has is locked');
SELECT ok(NOT latchkey_api.account_try_lock(gen_random_uuid()), 'one that is not there is not');
SELECT pg_temp.only_for('account_try_lock', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
