\ir lib/begin.sql

-- A role that `latchkey services allow-role` has let in reaches the schema latchkey_app, and nothing
-- else of ours in any schema.
CREATE ROLE adopters_shop LOGIN;
SELECT latchkey_api.admin_service_role('adopters_shop', true, 'root') AS o \gset
SELECT a FROM pg_temp.sign_in('ada', p_credits => 10) \gset
SELECT set_eq(
  $$SELECT p.oid::regprocedure::text
      FROM pg_proc AS p
      JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE n.nspname LIKE 'latchkey%' AND has_function_privilege('adopters_shop', p.oid, 'EXECUTE')$$,
  ARRAY['latchkey_app.spend(uuid,bigint,text,text)', 'latchkey_app.hold(uuid,bigint,integer,text,text)',
        'latchkey_app.settle(uuid,bigint,text)', 'latchkey_app.release(uuid)', 'latchkey_app.available(uuid)'],
  'it may execute the five functions');
SELECT set_eq(
  $$SELECT n.nspname::text
      FROM pg_namespace AS n
     WHERE has_schema_privilege('adopters_shop', n.oid, 'USAGE')
       AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_temp'$$,
  ARRAY['latchkey_app'], 'and may enter no other schema');
SELECT is_empty(
  $$SELECT c.oid::regclass
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'tap') AND n.nspname !~ '^pg_(toast|temp)'
       AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
       AND (has_table_privilege('adopters_shop', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            OR c.relkind <> 'S' AND has_any_column_privilege('adopters_shop', c.oid, 'SELECT, INSERT, UPDATE'))$$,
  'and may touch no table');
SELECT ok(NOT has_database_privilege('adopters_shop', current_database(), 'CREATE, TEMPORARY')
          AND NOT EXISTS (SELECT FROM pg_namespace AS n WHERE has_schema_privilege('adopters_shop', n.oid, 'CREATE')),
          'and can make nothing');
SELECT is(pg_temp.state_as('adopters_shop', statement), '42501', 'it cannot: ' || statement)
  FROM (VALUES ('SELECT FROM latchkey.users'), ('SELECT FROM latchkey.credit_holds'),
               ('UPDATE latchkey.accounts SET credits = 1'), ('CREATE TEMPORARY TABLE t (i int)'),
               ('CREATE FUNCTION latchkey_app.f() RETURNS int LANGUAGE sql AS ''SELECT 1'''),
               ('SELECT latchkey_api.app_spend(NULL, 1, ''x'', ''x'')'),
               ('SELECT latchkey_api.credits_change(''x'', NULL, NULL, 1, ''grant'', ''x'', NULL)'),
               ('SELECT latchkey_api.admin_service_role(''adopters_shop'', true, ''x'')'),
               ('SELECT latchkey_api.session_get(NULL, NULL)')) AS s (statement);
SELECT ok(NOT pg_has_role('adopters_shop', r, 'MEMBER'), 'nor is it ' || r)
  FROM unnest(ARRAY['latchkey_owner', 'latchkey_service', 'latchkey_tenant']) AS r;
SELECT is(pg_temp.state_as('adopters_shop', format(s.statement, :'a')), '00000', 'it can: ' || s.statement)
  FROM (VALUES ('SELECT latchkey_app.available(%L)'),
               ('SELECT latchkey_app.spend(%L, 1, ''D'', ''k'')'),
               ('SELECT latchkey_app.release(latchkey_app.hold(%L, 1, 60, ''D'', ''k2''))'),
               ('SELECT latchkey_app.settle(latchkey_app.hold(%L, 1, 60, ''D'', ''k3''), NULL, NULL)')) AS s (statement);
SELECT is(latchkey_api.credits_available(:'a'), 8::bigint, 'and has spent');
SELECT is(pg_temp.state_as('adopters_shop', format('SELECT latchkey_app.spend(%L, 9, ''D'', ''k4'')', :'a')), 'LK402',
          'not more than there is');
SELECT latchkey_api.admin_service_role('adopters_shop', false, 'root') AS o \gset
SELECT is(pg_temp.state_as('adopters_shop', format('SELECT latchkey_app.available(%L)', :'a')), '42501',
          'and once it is denied, nothing');

SELECT * FROM finish();
ROLLBACK;
