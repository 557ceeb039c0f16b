-- Ends one of the user's sessions, from the list of devices. outcome: ended (now or before) |
-- unknown (no such session of this user) | revoked (the caller's own session is over).
CREATE OR REPLACE FUNCTION latchkey_api.session_revoke(
  p_session uuid, p_user uuid, p_target uuid, p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  PERFORM FROM latchkey.sessions AS s
   WHERE s.id = p_target AND s.user_id IS NOT DISTINCT FROM p_user
     FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'unknown';
  END IF;
  PERFORM FROM latchkey.sessions AS s
   WHERE s.id = p_session AND s.user_id IS NOT DISTINCT FROM p_user
     AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN
    outcome := 'revoked';
  ELSIF outcome IS NULL THEN
    PERFORM latchkey_api.session_end(
      p_target, CASE WHEN p_target = p_session THEN 'logout' ELSE 'revoked_by_user' END,
      jsonb_build_object('by_session', p_session), p_ip, p_user_agent, p_request_id);
    outcome := 'ended';
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.session_revoke OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.session_revoke FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.session_revoke TO "latchkey-auth-sessions";
COMMENT ON FUNCTION latchkey_api.session_revoke IS 'Ends one of the user''s sessions';
