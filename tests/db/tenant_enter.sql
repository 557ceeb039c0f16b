\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT u AS other FROM pg_temp.sign_in('bob') \gset

SELECT results_eq(format('SELECT * FROM latchkey_api.tenant_enter(%L, %L, %L)', :'s', :'u', l.lock),
                  format('VALUES (%L::uuid, false)', :'a'), 'a live session opens its account')
  FROM (VALUES (false), (true)) AS l (lock);
SELECT is(current_setting('latchkey.user_id'), :'u', 'row-level security knows who it is');
SELECT results_eq(format('SELECT * FROM latchkey_api.tenant_enter(%L, %L, false)', :'s', :'other'),
                  'VALUES (NULL::uuid, NULL::boolean)', 'another user''s session opens nothing');
SELECT is(current_setting('latchkey.user_id'), '', 'and the user before is forgotten');
SELECT pg_temp.end_session(:'s');
SELECT is(account_id, NULL, 'nor does a revoked one')
  FROM latchkey_api.tenant_enter(:'s', :'u', false);
SELECT pg_temp.only_for('tenant_enter', 'latchkey_tenant');

SELECT * FROM finish();
ROLLBACK;
