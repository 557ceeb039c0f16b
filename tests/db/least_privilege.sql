\ir lib/begin.sql

-- What each worker may execute is what its role's comment says, which the build takes from
-- handlers/services.tsv; and it may do nothing else.
CREATE TEMPORARY TABLE workers AS
SELECT r.oid, r.rolname AS name,
       ARRAY(SELECT f
               FROM regexp_split_to_table(
                      substring(shobj_description(r.oid, 'pg_authid') FROM 'executes (.*)$'), ' ') AS f
              WHERE f <> 'nothing'
              ORDER BY f) AS functions
  FROM pg_roles AS r
 WHERE r.rolname LIKE 'latchkey-%';

SELECT cmp_ok(count(*), '>=', 8::bigint, 'there are workers') FROM workers;
SELECT is(
  ARRAY(SELECT p.proname::text
          FROM pg_proc AS p
         WHERE p.pronamespace = 'latchkey_api'::regnamespace
           AND has_function_privilege(w.oid, p.oid, 'EXECUTE')
         ORDER BY p.proname),
  w.functions, w.name || ' may execute its own functions and no other')
  FROM workers AS w ORDER BY w.name;
SELECT is(
  ARRAY(SELECT n.nspname::text
          FROM pg_namespace AS n
         WHERE has_schema_privilege(w.oid, n.oid, 'USAGE')
           AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_temp'),
  ARRAY['latchkey_api'], w.name || ' may enter no other schema')
  FROM workers AS w ORDER BY w.name;
SELECT is_empty(
  format('SELECT c.oid::regclass FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
           WHERE n.nspname NOT IN (''pg_catalog'', ''information_schema'', ''tap'')
             AND n.nspname !~ ''^pg_(toast|temp)''
             AND c.relkind IN (''r'', ''v'', ''m'', ''p'', ''f'', ''S'')
             AND (has_table_privilege(%1$s, c.oid, ''SELECT, INSERT, UPDATE, DELETE, TRUNCATE'')
                  OR c.relkind <> ''S'' AND has_any_column_privilege(%1$s, c.oid, ''SELECT, INSERT, UPDATE''))',
         w.oid),
  w.name || ' may touch no table')
  FROM workers AS w ORDER BY w.name;
SELECT ok(
  NOT has_database_privilege(w.oid, current_database(), 'CREATE, TEMPORARY')
  AND NOT EXISTS (SELECT FROM pg_namespace AS n WHERE has_schema_privilege(w.oid, n.oid, 'CREATE')),
  w.name || ' can make nothing, not even a temporary table')
  FROM workers AS w ORDER BY w.name;
SELECT ok(
  r.rolcanlogin
  AND NOT (r.rolsuper OR r.rolcreatedb OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls)
  AND NOT EXISTS (SELECT FROM pg_auth_members AS m WHERE m.member = r.oid),
  w.name || ' is a plain login and a member of no role')
  FROM workers AS w JOIN pg_roles AS r ON r.oid = w.oid ORDER BY w.name;
SELECT is(
  (SELECT array_agg(o.setting ORDER BY o.setting)
     FROM pg_db_role_setting AS s, unnest(s.setconfig) AS o (setting)
    WHERE s.setrole = w.oid AND s.setdatabase = 0),
  ARRAY['default_transaction_isolation=read committed', 'idle_in_transaction_session_timeout=10s',
        'lock_timeout=3s', 'search_path=pg_catalog, pg_temp', 'statement_timeout=3500ms'],
  w.name || ' has its own settings, whatever the server has')
  FROM workers AS w ORDER BY w.name;
SELECT ok(r.rolconnlimit >= 12, w.name || ' may not take all connections')
  FROM workers AS w JOIN pg_roles AS r ON r.oid = w.oid ORDER BY w.name;

-- The same, tried.
SELECT is(pg_temp.state_as(w.name, s.statement), '42501', format('%s cannot: %s', w.name, s.statement))
  FROM workers AS w,
       (VALUES ('SELECT FROM latchkey.users'),
               ('UPDATE latchkey.accounts SET credits = 1'),
               ('CREATE TEMPORARY TABLE t (i int)'),
               ('CREATE TABLE latchkey_api.t (i int)'),
               ($$SELECT latchkey_api.tenant_enter(NULL, NULL, true)$$),
               ($$SELECT latchkey_api.deduct_credits(NULL, 1, 'x', 'x')$$),
               ($$SELECT latchkey_api.service_enter(NULL, 'x', NULL, NULL, NULL)$$),
               ($$SELECT latchkey_api.credits_change('x', NULL, NULL, 1, 'grant', 'x', NULL)$$),
               ($$SELECT latchkey_app.available(NULL)$$)) AS s (statement)
 ORDER BY w.name, s.statement;

SELECT ok(NOT r.rolcanlogin AND NOT r.rolbypassrls AND NOT r.rolsuper, r.rolname || ' is bound and no login')
  FROM pg_roles AS r WHERE r.rolname IN ('latchkey_owner', 'latchkey_tenant', 'latchkey_service', 'latchkey_app');
SELECT is_empty(format('SELECT oid::regclass FROM pg_class WHERE relowner = %L::regrole', r.name),
                r.name || ' owns no table')
  FROM (VALUES ('latchkey_tenant'), ('latchkey_service'), ('latchkey_app')) AS r (name);
SELECT is_empty(
  $$SELECT c.oid::regclass FROM pg_class AS c
     WHERE c.relnamespace = 'latchkey'::regnamespace AND c.relowner <> 'latchkey_owner'::regrole$$,
  'latchkey_owner owns every one');
SELECT set_eq(
  $$SELECT c.relname::text
      FROM pg_class AS c
     WHERE c.relnamespace = 'latchkey'::regnamespace AND c.relkind = 'r'
       AND has_any_column_privilege('latchkey_tenant', c.oid, 'SELECT, INSERT, UPDATE')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity)$$,
  ARRAY['accounts', 'account_members'],
  'latchkey_tenant sees columns of these; in other tables what row-level security lets it see');

SELECT set_eq(
  $$SELECT c.relname::text
      FROM pg_class AS c
     WHERE c.relnamespace = 'latchkey'::regnamespace AND c.relkind = 'r'
       AND has_any_column_privilege('latchkey_service', c.oid, 'SELECT, INSERT, UPDATE')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity)$$,
  ARRAY['accounts', 'account_members', 'users'],
  'so does latchkey_service of these');

-- A service's role fails with a user's functions, and a user's with a service's.
SELECT is(pg_temp.state_as(r.role, r.statement), '42501', r.role || ' cannot: ' || r.statement)
  FROM (VALUES ('latchkey-service-credits', 'SELECT latchkey_api.analysis_create(NULL, NULL, NULL, NULL, NULL, NULL)'),
               ('latchkey-service-credits', 'SELECT latchkey_api.credits_list(NULL, NULL, 1, NULL)'),
               ('latchkey-service-credits', 'SELECT latchkey_api.service_account_get(NULL, NULL, NULL, NULL, NULL)'),
               ('latchkey-service-accounts', 'SELECT latchkey_api.session_get(NULL, NULL)'),
               ('latchkey-service-analyses', 'SELECT latchkey_api.analysis_get(NULL, NULL, NULL)'),
               ('latchkey-service-analyses', 'SELECT latchkey_api.service_hold_release(NULL, NULL, NULL, NULL, NULL)'),
               ('latchkey-analyses', 'SELECT latchkey_api.service_analysis_claim(NULL, 60, NULL, NULL, NULL)'),
               ('latchkey-credits', 'SELECT latchkey_api.service_credits_grant(NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL)'))
       AS r (role, statement);

SELECT * FROM finish();
ROLLBACK;
