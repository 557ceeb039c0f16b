-- Logout. Any token of a session stands for it, spent, expired or revoked ones too. p_scope:
-- global: all the user's sessions; local: this one; others: all but this one. outcome: revoked (and
-- how many) | unknown. All sessions are locked before the first is ended, in the order of their
-- ids, so that two logouts cannot wait for each other.
CREATE OR REPLACE FUNCTION latchkey_api.session_logout(
  p_presented bytea, p_scope text, p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, revoked int)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_own latchkey.sessions;
  v_locked uuid[];
  v_session uuid;
BEGIN
  SELECT s.* INTO v_own
    FROM latchkey.refresh_tokens AS t
    JOIN latchkey.sessions AS s ON s.id = t.session_id
   WHERE t.hash = p_presented;
  IF NOT FOUND THEN
    outcome := 'unknown';
    revoked := 0;
    RETURN NEXT;
    RETURN;
  END IF;

  v_locked := ARRAY(
    SELECT s.id
      FROM latchkey.sessions AS s
     WHERE s.user_id = v_own.user_id AND s.revoked_at IS NULL
       AND (s.id = v_own.id OR p_scope IN ('global', 'others'))
     ORDER BY s.id
       FOR UPDATE
  );
  -- For sessions that another logout has ended while this one waited for their locks, as session_end.
  RAISE INFO 'a session has ended' USING ERRCODE = 'LKEND';
  outcome := 'revoked';
  revoked := 0;
  FOREACH v_session IN ARRAY v_locked LOOP
    CONTINUE WHEN v_session = v_own.id AND p_scope = 'others';
    revoked := revoked + latchkey_api.session_end(
      v_session, CASE WHEN v_session = v_own.id THEN 'logout' ELSE 'logout_elsewhere' END,
      jsonb_build_object('scope', p_scope, 'by_session', v_own.id),
      p_ip, p_user_agent, p_request_id
    )::int;
  END LOOP;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.session_logout OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.session_logout FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.session_logout TO "latchkey-auth-logout";
COMMENT ON FUNCTION latchkey_api.session_logout
IS 'Ends the session of a refresh token, or more of the user''s, by scope';
