\ir lib/begin.sql

-- Every PL/pgSQL function, without a warning.
SELECT is_empty(
  format('SELECT plpgsql_check_function_tb(%s, relid => %s,
                                          security_warnings => true)',
         p.oid, coalesce(t.tgrelid, 0)),
  p.oid::regprocedure::text)
  FROM pg_proc AS p
  JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
  LEFT JOIN LATERAL (SELECT t.tgrelid FROM pg_trigger AS t WHERE t.tgfoid = p.oid LIMIT 1) AS t ON true
 WHERE p.pronamespace = 'latchkey_api'::regnamespace
 ORDER BY p.oid::regprocedure::text;

SELECT is_empty(
  $$SELECT p.oid::regprocedure
      FROM pg_proc AS p
      JOIN pg_language AS l ON l.oid = p.prolang
     WHERE p.pronamespace = 'latchkey_api'::regnamespace
       AND (p.prosecdef OR l.lanname = 'plpgsql')
       AND NOT coalesce(p.proconfig, '{}') @> '{"search_path=pg_catalog, pg_temp"}'$$,
  'every function has the search path fixed');
SELECT is_empty(
  $$SELECT p.oid::regprocedure FROM pg_proc AS p
     WHERE p.pronamespace = 'latchkey_api'::regnamespace
       AND obj_description(p.oid, 'pg_proc') IS NULL$$,
  'every function has a comment');
SELECT is_empty(
  $$SELECT p.oid::regprocedure FROM pg_proc AS p
     WHERE p.pronamespace = 'latchkey_api'::regnamespace
       AND p.proowner NOT IN ('latchkey_owner'::regrole, 'latchkey_tenant'::regrole,
                             'latchkey_service'::regrole)$$,
  'every function belongs to one of the three owners');

SELECT * FROM finish();
ROLLBACK;
