-- Opens a test's transaction and gives it helpers in pg_temp. \ir lib/begin.sql comes first in each
-- file; finish() and ROLLBACK last.
BEGIN;
SELECT no_plan();

CREATE FUNCTION pg_temp.hash(p_text text) RETURNS bytea
LANGUAGE sql AS $fn$ SELECT sha256(convert_to(p_text, 'UTF8')) $fn$;

-- Signs a subject up or in; the first refresh token is the hash of '<subject> 0' unless named.
CREATE FUNCTION pg_temp.sign_in(
  p_subject text, p_token text DEFAULT NULL, p_credits int DEFAULT 25, p_max_age int DEFAULT 0
)
RETURNS TABLE (u uuid, a uuid, s uuid)
LANGUAGE sql AS $fn$
  SELECT c.user_id, c.account_id, c.session_id
    FROM latchkey_api.create_account_atomic(
           'https://issuer.example', p_subject, p_subject || '@example.org', NULL, NULL,
           pg_temp.hash(coalesce(p_token, p_subject || ' 0')), 604800, p_max_age, p_credits,
           '192.0.2.1', 'Agent', 'request') AS c
$fn$;

CREATE FUNCTION pg_temp.onboard(p_session uuid, p_user uuid) RETURNS text
LANGUAGE sql AS $fn$
  SELECT o.outcome
    FROM latchkey_api.onboarding_complete(
           p_session, p_user,
           '{"business_name": "B", "target_audience": "T", "analysis_goals": "G"}',
           '192.0.2.1', 'Agent', 'request') AS o
$fn$;

-- A refresh by names: the tokens' hashes are made of them.
CREATE FUNCTION pg_temp.rotate(
  p_token text, p_next text, p_key text DEFAULT NULL, p_max_age int DEFAULT 0
)
RETURNS TABLE (outcome text, session_id uuid, refresh_expires_in int)
LANGUAGE sql AS $fn$
  SELECT r.outcome, r.session_id, r.refresh_expires_in
    FROM latchkey_api.session_rotate(
           pg_temp.hash(p_token), pg_temp.hash(p_next), pg_temp.hash(p_key), 10, 604800, p_max_age,
           '192.0.2.9', 'Later agent', 'request') AS r
$fn$;

CREATE FUNCTION pg_temp.end_session(p_session uuid) RETURNS void
LANGUAGE sql AS $fn$
  UPDATE latchkey.sessions SET revoked_at = now(), revoked_reason = 'admin' WHERE id = p_session
$fn$;

-- The SQLSTATE of a statement run as a role; 00000 where it succeeds.
CREATE FUNCTION pg_temp.state_as(p_role text, p_sql text) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  v_state text := '00000';
BEGIN
  PERFORM set_config('role', p_role, true);
  BEGIN
    EXECUTE p_sql;
  EXCEPTION WHEN OTHERS THEN
    v_state := SQLSTATE;
  END;
  PERFORM set_config('role', 'none', true);
  RETURN v_state;
END
$fn$;

-- Latchkey's roles that may execute a function and do not own it.
CREATE FUNCTION pg_temp.callers(p_function text) RETURNS text[]
LANGUAGE sql AS $fn$
  SELECT array_agg(r.rolname::text ORDER BY r.rolname)
    FROM pg_roles AS r, pg_proc AS p
   WHERE p.pronamespace = 'latchkey_api'::regnamespace AND p.proname = p_function
     AND r.rolname ~ '^latchkey[-_]' AND r.oid <> p.proowner
     AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
$fn$;

-- Asserts who may call a function; everybody else is denied.
CREATE FUNCTION pg_temp.only_for(p_function text, VARIADIC p_roles text[] DEFAULT '{}')
RETURNS SETOF text
LANGUAGE plpgsql AS $fn$
DECLARE
  v_other text := (SELECT min(r.rolname)
                     FROM pg_roles AS r
                    WHERE r.rolname LIKE 'latchkey-%' AND r.rolname <> ALL (p_roles));
  v_arguments text := (SELECT string_agg('NULL::' || a.type::regtype::text, ', ')
                         FROM pg_proc AS p, unnest(p.proargtypes::oid[]) AS a (type)
                        WHERE p.pronamespace = 'latchkey_api'::regnamespace
                          AND p.proname = p_function);
BEGIN
  RETURN NEXT is(pg_temp.callers(p_function), nullif(p_roles, '{}'),
                 p_function || ' may be called by its role only');
  RETURN NEXT is(
    pg_temp.state_as(v_other, format('SELECT latchkey_api.%I(%s)', p_function, v_arguments)),
    '42501', 'another role is denied');
END
$fn$;
