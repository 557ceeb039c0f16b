\ir lib/begin.sql

SELECT u, s AS s1 FROM pg_temp.sign_in('ada', 'a1') \gset
SELECT s AS s2 FROM pg_temp.sign_in('ada', 'a2') \gset
SELECT s AS s3 FROM pg_temp.sign_in('ada', 'a3') \gset
SELECT s AS s4 FROM pg_temp.sign_in('ada', 'a4') \gset
SELECT s AS sx FROM pg_temp.sign_in('ada', 'a5') \gset
SELECT s AS sy FROM pg_temp.sign_in('ada', 'a6') \gset
SELECT s AS other FROM pg_temp.sign_in('bob', 'b1') \gset
UPDATE latchkey.sessions SET created_at = '2026-01-01 00:00:01Z' WHERE id = :'s1';
UPDATE latchkey.sessions SET created_at = '2026-01-01 00:00:02.000001Z' WHERE id = :'s2';
UPDATE latchkey.sessions SET created_at = '2026-01-01 00:00:02.000002Z' WHERE id = :'s3';
UPDATE latchkey.sessions SET created_at = '2026-01-01 00:00:03Z' WHERE id = :'s4';
UPDATE latchkey.sessions SET expires_at = now() WHERE id = :'sx';
SELECT pg_temp.end_session(:'sy');

CREATE FUNCTION pg_temp.ids(p_items json) RETURNS text[]
LANGUAGE sql AS $fn$ SELECT array_agg(i ->> 'id') FROM json_array_elements(p_items) AS i $fn$;

SELECT * FROM latchkey_api.session_list(:'s1', :'u', 3, NULL) \gset page_
SELECT is(pg_temp.ids(:'page_items'), ARRAY[:'s4', :'s3', :'s2'], 'live ones, newest first');
SELECT is(:'page_next'::uuid, :'s2', 'the cursor is the last row');
SELECT results_eq(
  format('SELECT outcome, pg_temp.ids(items), next
            FROM latchkey_api.session_list(%L, %L, 3, %L)', :'s1', :'u', :'page_next'),
  format('VALUES (''ok'', ARRAY[%L], NULL::uuid)', :'s1'), 'the next page goes on and is the last');
SELECT is(next, NULL, 'a page that is just full is the last as well')
  FROM latchkey_api.session_list(:'s1', :'u', 4, NULL);
SELECT is(
  (items -> 0)::jsonb - ARRAY['last_used_at', 'expires_at'],
  jsonb_build_object('id', :'s1', 'created_at', '2026-01-01T00:00:01Z', 'ip', '192.0.2.1',
                     'user_agent', 'Agent', 'current', true),
  'an item has the fields of the API')
  FROM latchkey_api.session_list(:'s1', :'u', 3, :'page_next');
SELECT is((items -> 0 ->> 'current')::boolean, false, 'the others are not the current one')
  FROM latchkey_api.session_list(:'s1', :'u', 1, NULL);
SELECT is(outcome, 'invalid_cursor', 'a cursor that is not a session of the user is refused')
  FROM (VALUES (:'other'), (gen_random_uuid())) AS c (before),
       latchkey_api.session_list(:'s1', :'u', 3, c.before);
SELECT pg_temp.end_session(:'s2');
SELECT is(pg_temp.ids(items), ARRAY[:'s1'], 'one that has ended meanwhile still leads on')
  FROM latchkey_api.session_list(:'s1', :'u', 3, :'s2');
SELECT is(outcome, 'revoked', 'another user''s session lists nothing')
  FROM latchkey_api.session_list(:'other', :'u', 3, NULL);
SELECT pg_temp.only_for('session_list', 'latchkey-auth-sessions');

SELECT * FROM finish();
ROLLBACK;
