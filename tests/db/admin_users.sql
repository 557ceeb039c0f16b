\ir lib/begin.sql

SELECT u FROM pg_temp.sign_in('ada') \gset
SELECT is(latchkey_api.admin_users(w), ARRAY[:'u'::uuid], 'a user is found by: ' || w)
  FROM (VALUES (:'u'), (upper(:'u')), ('ada@example.org'), ('Ada@Example.ORG')) AS v (w);
SELECT is(latchkey_api.admin_users('ada'), '{}', 'but not by a part');
SELECT pg_temp.only_for('admin_users');

SELECT * FROM finish();
ROLLBACK;
