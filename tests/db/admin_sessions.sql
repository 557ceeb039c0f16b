\ir lib/begin.sql

SELECT u, s FROM pg_temp.sign_in('ada') \gset
SELECT s AS s2 FROM pg_temp.sign_in('ada', 'a2') \gset
SELECT pg_temp.sign_in('bob') AS o \gset
SELECT is(latchkey_api.admin_sessions(:'s'), ARRAY[:'s'::uuid], 'a session is found by its id');
SELECT set_eq(format('SELECT unnest(latchkey_api.admin_sessions(%L))', w),
              ARRAY[:'s'::uuid, :'s2'::uuid], 'all of a user are found by: ' || w)
  FROM (VALUES (:'u'), ('ada@example.org')) AS v (w);
DELETE FROM latchkey.sessions WHERE id = :'s2';
SELECT ok(:'s2' = ANY(latchkey_api.admin_sessions(:'u')), 'a purged one is still known');
SELECT is(latchkey_api.admin_sessions('nobody'), '{}', 'nobody has none');
SELECT pg_temp.only_for('admin_sessions');

SELECT * FROM finish();
ROLLBACK;
