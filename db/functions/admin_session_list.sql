-- The sessions of a user (id or e-mail) or one session, newest first, 200 at most; a row each.
-- state: live | expired | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.admin_session_list(p_who text)
RETURNS TABLE (
  session_id uuid, user_id uuid, email text, created_at text, last_used_at text, expires_at text,
  ip text, user_agent text, state text, revoked_at text, revoked_reason text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT s.id, s.user_id, u.email, latchkey_api.rfc3339(s.created_at),
           latchkey_api.rfc3339(s.last_used_at), latchkey_api.rfc3339(s.expires_at),
           host(s.ip), s.user_agent,
           CASE WHEN s.revoked_at IS NOT NULL THEN 'revoked'
                WHEN s.expires_at <= now() THEN 'expired'
                ELSE 'live' END,
           latchkey_api.rfc3339(s.revoked_at), s.revoked_reason
      FROM latchkey.sessions AS s
      JOIN latchkey.users AS u ON u.id = s.user_id
     WHERE s.id = ANY(latchkey_api.admin_sessions(p_who))
     ORDER BY s.created_at DESC, s.id DESC
     LIMIT 200;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_session_list OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_session_list FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_session_list TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_session_list IS 'Sessions of a user, or one';
