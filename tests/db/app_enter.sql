\ir lib/begin.sql

SELECT latchkey_api.app_enter() AS o \gset
SELECT is(current_setting('latchkey.service')::jsonb, jsonb_build_object('role', session_user), 'the role is known');
SELECT pg_temp.only_for('app_enter');

SELECT * FROM finish();
ROLLBACK;
