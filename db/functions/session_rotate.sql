-- Refresh: spends the presented token and issues its successor, under the session's row lock.
-- outcome: rotated  | the successor is new
--          replayed | it was issued before and is unspent; the client gets it again
--          invalid  | no such token, or the rotation key changed since
--          expired, revoked | the session is over
--          reused   | a spent token came back; the session may have been revoked for it
-- Hashes are SHA-256; p_attempt is that of the Idempotency-Key, or NULL. p_max_age 0: no limit.
-- A refresh that goes well is four statements; the rest is session_replay's.
CREATE OR REPLACE FUNCTION latchkey_api.session_rotate(
  p_presented bytea, p_successor bytea, p_attempt bytea, p_grace int, p_refresh_ttl int,
  p_max_age int, p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (
  outcome text, session_id uuid, user_id uuid, account_id uuid, onboarding_completed boolean,
  refresh_expires_in int
)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_created_at timestamptz;
  v_expires_at timestamptz;
  v_revoked_at timestamptz;
  v_limit timestamptz;
  v_now timestamptz;
BEGIN
  SELECT s.id, s.user_id, s.account_id, a.onboarding_completed, s.created_at, s.expires_at,
         s.revoked_at
    INTO session_id, user_id, account_id, onboarding_completed, v_created_at, v_expires_at,
         v_revoked_at
    FROM latchkey.refresh_tokens AS t
    JOIN latchkey.sessions AS s ON s.id = t.session_id
    JOIN latchkey.accounts AS a ON a.id = s.account_id
   WHERE t.hash = p_presented
     FOR UPDATE OF s;
  -- Only now: who waited for the lock comes after the one that held it.
  v_now := clock_timestamp();
  v_limit := v_created_at + make_interval(secs => nullif(p_max_age, 0));

  IF session_id IS NULL THEN
    outcome := 'invalid';
  ELSIF v_revoked_at IS NOT NULL THEN
    outcome := 'revoked';
  ELSIF v_expires_at <= v_now OR v_limit <= v_now THEN
    outcome := 'expired';
  ELSE
    UPDATE latchkey.refresh_tokens AS t
       SET spent_at = v_now, spent_attempt = p_attempt
     WHERE t.hash = p_presented AND t.spent_at IS NULL AND t.expires_at > v_now;
    IF FOUND THEN
      v_expires_at := least(v_now + make_interval(secs => p_refresh_ttl), v_limit);
      -- Before the session's update: the foreign key then finds the row locked and writes nothing.
      INSERT INTO latchkey.refresh_tokens (hash, session_id, issued_at, expires_at, predecessor)
      VALUES (p_successor, session_rotate.session_id, v_now, v_expires_at, p_presented);
      UPDATE latchkey.sessions AS s
         SET last_used_at = v_now, expires_at = v_expires_at, absolute_expires_at = v_limit,
             ip = p_ip, user_agent = left(p_user_agent, 400)
       WHERE s.id = session_rotate.session_id;
      outcome := 'rotated';
    ELSE
      SELECT r.outcome, r.expires_at INTO outcome, v_expires_at
        FROM latchkey_api.session_replay(
               p_presented, p_successor, p_attempt, p_grace, v_now, p_ip, p_user_agent,
               p_request_id) AS r;
    END IF;
    refresh_expires_in := floor(extract(EPOCH FROM v_expires_at - v_now))::int;
  END IF;
  -- Whatever else it was, it wrote nothing but the lock, and that needs not reach the disk.
  IF outcome NOT IN ('rotated', 'reused') THEN
    PERFORM set_config('synchronous_commit', 'off', true);
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.session_rotate OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.session_rotate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.session_rotate TO "latchkey-auth-refresh";
COMMENT ON FUNCTION latchkey_api.session_rotate
IS 'Spends a refresh token and issues its successor, idempotently';
