\ir lib/begin.sql

-- The policies themselves, with no function between: as latchkey_tenant, told who is calling.
CREATE FUNCTION pg_temp.counted(p_user text, p_table text) RETURNS bigint
LANGUAGE plpgsql AS $fn$
DECLARE
  v_count bigint;
BEGIN
  PERFORM set_config('latchkey.user_id', p_user, true);
  PERFORM set_config('role', 'latchkey_tenant', true);
  EXECUTE format('SELECT count(*) FROM latchkey.%I', p_table) INTO v_count;
  PERFORM set_config('role', 'none', true);
  RETURN v_count;
END
$fn$;
CREATE FUNCTION pg_temp.state_for(p_user text, p_sql text) RETURNS text
LANGUAGE sql AS $fn$
  SELECT set_config('latchkey.user_id', p_user, true);
  SELECT pg_temp.state_as('latchkey_tenant', p_sql);
$fn$;
CREATE FUNCTION pg_temp.seen_as_service(p_service text, p_table text) RETURNS bigint
LANGUAGE plpgsql AS $fn$
DECLARE
  v_count bigint;
BEGIN
  PERFORM set_config('latchkey.service', p_service, true);
  PERFORM set_config('role', 'latchkey_service', true);
  EXECUTE format('SELECT count(*) FROM (SELECT %s FROM latchkey.%I) AS r',
                 CASE p_table WHEN 'accounts' THEN 'id' WHEN 'account_members' THEN 'user_id' ELSE '*' END,
                 p_table) INTO v_count;
  PERFORM set_config('role', 'none', true);
  RETURN v_count;
END
$fn$;
CREATE FUNCTION pg_temp.lead_for(p_account uuid, p_user uuid) RETURNS text
LANGUAGE sql AS $fn$
  SELECT format('INSERT INTO latchkey.leads (account_id, created_by, name) VALUES (%L, %L, ''x'')',
                p_account, p_user)
$fn$;
CREATE FUNCTION pg_temp.analysis_for(p_account uuid, p_user uuid) RETURNS text
LANGUAGE sql AS $fn$
  SELECT format('INSERT INTO latchkey.analyses (account_id, created_by, title, credits_spent)
                 VALUES (%L, %L, ''x'', 0)', p_account, p_user)
$fn$;

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT u AS other_u, a AS other_a FROM pg_temp.sign_in('bob') \gset
SELECT u AS fresh_u, a AS fresh_a FROM pg_temp.sign_in('cy') \gset
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT latchkey_api.lead_create(:'s', :'u', 'L', NULL, NULL, NULL, NULL) AS o \gset
SELECT latchkey_api.analysis_create(:'s', :'u', 'A', NULL, NULL, NULL) AS o \gset

SELECT ok(c.relrowsecurity AND c.relforcerowsecurity, t.name || ' has row-level security forced')
  FROM (VALUES ('leads'), ('analyses'), ('business_profiles'), ('credit_transactions'), ('credit_holds'))
       AS t (name)
  JOIN pg_class AS c ON c.oid = ('latchkey.' || t.name)::regclass;
SELECT results_eq(
  $$SELECT policyname::text COLLATE "default", permissive, roles = '{latchkey_tenant}', cmd FROM pg_policies
     WHERE schemaname = 'latchkey' AND policyname LIKE 'require%' ORDER BY policyname$$,
  $$VALUES ('require_onboarding_for_analysis', 'RESTRICTIVE', true, 'INSERT'),
           ('require_onboarding_for_leads', 'RESTRICTIVE', true, 'INSERT')$$,
  'onboarding is required by policies that no other can loosen');

SELECT is(pg_temp.counted(v.user_id, t.name), CASE WHEN v.user_id = :'u' THEN t.rows ELSE 0 END,
          format('%s sees in %s', v.who, t.name))
  FROM (VALUES ('the member', :'u'), ('another user', :'other_u'), ('nobody', '')) AS v (who, user_id),
       (VALUES ('leads', 1::bigint), ('analyses', 1), ('business_profiles', 1)) AS t (name, rows);
SELECT is(pg_temp.counted(:'u', 'credit_transactions'), 2::bigint, 'the member sees their ledger');
SELECT is(pg_temp.counted(:'fresh_u', 'credit_transactions'), 1::bigint, 'another user sees theirs');
SELECT is(pg_temp.counted('', 'credit_transactions'), 0::bigint, 'nobody sees none');

SELECT is(pg_temp.state_for(:'u', pg_temp.lead_for(:'a', :'u')), '00000', 'a member makes a lead');
SELECT is(pg_temp.state_for(:'u', pg_temp.analysis_for(:'a', :'u')), '00000', 'and an analysis');
SELECT is(pg_temp.state_for(:'other_u', pg_temp.lead_for(:'a', :'other_u')), '42501',
          'not a lead in another account');
SELECT is(pg_temp.state_for(:'other_u', pg_temp.analysis_for(:'a', :'other_u')), '42501',
          'nor an analysis');
SELECT is(pg_temp.state_for(:'fresh_u', pg_temp.lead_for(:'fresh_a', :'fresh_u')), '42501',
          'no lead before onboarding');
SELECT is(pg_temp.state_for(:'fresh_u', pg_temp.analysis_for(:'fresh_a', :'fresh_u')), '42501',
          'nor an analysis');
SELECT is(pg_temp.state_for('', pg_temp.lead_for(:'a', :'u')), '42501', 'nobody makes one');
SELECT is(
  pg_temp.state_for(:'other_u', format(
    'INSERT INTO latchkey.business_profiles (account_id, business_name) VALUES (%L, ''x'')', :'fresh_a')),
  '42501', 'nobody writes another account''s profile');
SELECT is(pg_temp.state_for(:'u', statement), '42501', 'not even a member can: ' || statement)
  FROM (VALUES ('DELETE FROM latchkey.leads'), ('UPDATE latchkey.leads SET name = ''x'''),
               ('UPDATE latchkey.analyses SET credits_spent = 0'),
               ('INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
                 VALUES (gen_random_uuid(), 1, ''grant'', ''x'')'),
               ('UPDATE latchkey.accounts SET credits = 100'),
               ('SELECT FROM latchkey.users'), ('SELECT FROM latchkey.sessions'),
               ('SELECT FROM latchkey.refresh_tokens'), ('SELECT FROM latchkey.outbox'),
               ('SELECT name FROM latchkey.accounts')) AS s (statement);

-- A service has no user, and policies of its own: it sees accounts once it has been let in.
SELECT set_config('latchkey.user_id', :'u', true) AS o \gset
SELECT is(pg_temp.seen_as_service('', t.name), 0::bigint, 'who is not let in sees none of ' || t.name)
  FROM (VALUES ('leads'), ('analyses'), ('business_profiles'), ('accounts'), ('account_members'))
       AS t (name);
SELECT cmp_ok(pg_temp.seen_as_service('{"service": "s"}', t.name), '>', 0::bigint, 'a service sees ' || t.name)
  FROM (VALUES ('leads'), ('analyses'), ('business_profiles'), ('accounts'), ('account_members'))
       AS t (name);
SELECT is(pg_temp.state_as('latchkey_service', statement), '42501', 'nor can it: ' || statement)
  FROM (VALUES ('UPDATE latchkey.analyses SET credits_spent = 0'), ('DELETE FROM latchkey.analyses'),
               ('UPDATE latchkey.accounts SET credits = 100'),
               ('UPDATE latchkey.leads SET name = ''x'''),
               ('SELECT FROM latchkey.credit_transactions'), ('SELECT FROM latchkey.credit_holds'),
               ('SELECT FROM latchkey.services'), ('SELECT FROM latchkey.service_requests'),
               ('SELECT avatar_url FROM latchkey.users'), ('SELECT FROM latchkey.sessions'),
               ('SELECT FROM latchkey.refresh_tokens'), ('SELECT FROM latchkey.outbox'),
               ('SELECT FROM latchkey.audit_log')) AS s (statement);

-- The owner is bound as well: what no policy gives it, it does not see.
SELECT is(pg_temp.state_as('latchkey_owner', 'INSERT INTO latchkey.leads (account_id, created_by, name)
                                              SELECT account_id, user_id, ''x'' FROM latchkey.account_members'),
          '42501', 'the owner of the tables makes no lead');

SELECT * FROM finish();
ROLLBACK;
