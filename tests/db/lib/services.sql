-- Helpers for tests of services. \ir lib/services.sql comes after lib/begin.sql.
-- A service that may do everything has the token 'lks_all'; one that may do nothing of it 'lks_none'
-- (but for the scope in which a test is not).
INSERT INTO latchkey.services (name, token_hash, scopes) VALUES
('all', pg_temp.hash('lks_all'),
 '{credits:spend,credits:grant,accounts:read,analyses:work}');

-- A service with one scope; its token is 'lks_<scope>'.
CREATE FUNCTION pg_temp.service(p_scope text) RETURNS void
LANGUAGE sql AS $fn$
  INSERT INTO latchkey.services (name, token_hash, scopes)
  VALUES (replace(p_scope, ':', '-'), pg_temp.hash('lks_' || p_scope), ARRAY[p_scope])
$fn$;
SELECT count(pg_temp.service(s)) AS o
  FROM unnest(ARRAY['credits:spend', 'credits:grant', 'accounts:read', 'analyses:work']) AS s \gset

-- Calls a function of services with a token and with (arguments as SQL): outcome and answer.
CREATE FUNCTION pg_temp.call(p_token text, p_function text, p_arguments text)
RETURNS TABLE (outcome text, answer json)
LANGUAGE plpgsql AS $fn$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT outcome, answer FROM latchkey_api.%I(%L::bytea, %s, ''192.0.2.7'', ''Worker'', ''req-1'')',
    p_function, pg_temp.hash(p_token), p_arguments);
END
$fn$;

-- Asserts that a function of services asks for a token and for its scope, and changes nothing without.
CREATE FUNCTION pg_temp.guarded(p_function text, p_scope text, p_arguments text) RETURNS SETOF text
LANGUAGE plpgsql AS $fn$
DECLARE
  v_other text := CASE p_scope WHEN 'accounts:read' THEN 'analyses:work' ELSE 'accounts:read' END;
BEGIN
  RETURN NEXT is((pg_temp.call('lks_made_up', p_function, p_arguments)).outcome,
                 'service_token_invalid', 'a token that was made up is refused');
  RETURN NEXT is((pg_temp.call('lks_' || v_other, p_function, p_arguments)).outcome,
                 'scope_missing', 'and one of a service without ' || p_scope);
  RETURN NEXT isnt((pg_temp.call('lks_' || p_scope, p_function, p_arguments)).outcome,
                   'scope_missing', 'one with it is taken');
END
$fn$;

-- What the audit log has of a service's use: event and detail.
CREATE FUNCTION pg_temp.audited(p_account uuid, p_event text) RETURNS jsonb
LANGUAGE sql AS $fn$
  SELECT l.detail
    FROM latchkey.audit_log AS l
   WHERE l.account_id = p_account AND l.event = p_event
   ORDER BY l.at DESC
   LIMIT 1
$fn$;

-- Enters as a test that calls an internal function directly.
SELECT set_config('latchkey.service', '{"service": "test"}', true) AS o \gset

-- A hold, by its hand, that expires in so many seconds, or has. -> its id
CREATE FUNCTION pg_temp.hold(p_account uuid, p_amount bigint, p_ttl int DEFAULT 60) RETURNS uuid
LANGUAGE sql AS $fn$
  INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
  VALUES (p_account, p_amount, 'Held', clock_timestamp() + make_interval(secs => p_ttl))
  RETURNING id
$fn$;

CREATE FUNCTION pg_temp.available(p_account uuid) RETURNS bigint
LANGUAGE sql AS $fn$ SELECT latchkey_api.credits_available(p_account) $fn$;

-- An analysis of a user who is onboarded. -> its id
CREATE FUNCTION pg_temp.analysis(p_session uuid, p_user uuid, p_title text) RETURNS uuid
LANGUAGE sql AS $fn$
  SELECT (analysis ->> 'id')::uuid
    FROM latchkey_api.analysis_create(p_session, p_user, p_title, NULL, '{"q": 1}', NULL)
$fn$;

-- Lets the lease of an analysis end, and gives it so many attempts.
CREATE FUNCTION pg_temp.lease_ends(p_id uuid, p_attempts int DEFAULT NULL) RETURNS void
LANGUAGE sql AS $fn$
  UPDATE latchkey.analyses
     SET lease_until = clock_timestamp() - interval '1 second',
         attempts = coalesce(p_attempts, attempts)
   WHERE id = p_id
$fn$;
