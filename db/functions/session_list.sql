-- The user's devices: live sessions, newest first. p_before: the last row of the page before, or
-- NULL. next: the last row of this one, NULL on the last page.
-- outcome: ok | invalid_cursor (p_before is not a row of the user) | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.session_list(
  p_session uuid, p_user uuid, p_limit int, p_before uuid
)
RETURNS TABLE (outcome text, items json, next uuid)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_before timestamptz;
BEGIN
  PERFORM FROM latchkey.sessions AS s
   WHERE s.id = p_session AND s.user_id IS NOT DISTINCT FROM p_user
     AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN
    outcome := 'revoked';
    RETURN NEXT;
    RETURN;
  END IF;
  IF p_before IS NOT NULL THEN
    SELECT s.created_at INTO v_before
      FROM latchkey.sessions AS s
     WHERE s.id = p_before AND s.user_id = p_user;
    IF NOT FOUND THEN
      outcome := 'invalid_cursor';
      RETURN NEXT;
      RETURN;
    END IF;
  END IF;
  RETURN QUERY
    WITH page AS (
      SELECT s.*, row_number() OVER (ORDER BY s.created_at DESC, s.id DESC) AS place
        FROM latchkey.sessions AS s
       WHERE s.user_id = p_user AND s.revoked_at IS NULL AND s.expires_at > now()
         AND (s.created_at, s.id) < (
               coalesce(v_before, 'infinity'),
               coalesce(p_before, '00000000-0000-0000-0000-000000000000'))
       ORDER BY s.created_at DESC, s.id DESC
       LIMIT p_limit + 1
    )
    SELECT 'ok',
           coalesce(json_agg(json_build_object(
             'id', p.id,
             'created_at', latchkey_api.rfc3339(p.created_at),
             'last_used_at', latchkey_api.rfc3339(p.last_used_at),
             'expires_at', latchkey_api.rfc3339(p.expires_at),
             'ip', host(p.ip),
             'user_agent', p.user_agent,
             'current', p.id = p_session
           ) ORDER BY p.place)
                      FILTER (WHERE p.place <= p_limit), '[]'),
           (array_agg(p.id) FILTER (WHERE p.place = p_limit AND p.more))[1]
      FROM (SELECT page.*, count(*) OVER () > p_limit AS more FROM page) AS p;
END
$fn$;
ALTER FUNCTION latchkey_api.session_list OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.session_list FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.session_list TO "latchkey-auth-sessions";
COMMENT ON FUNCTION latchkey_api.session_list IS 'A page of the user''s live sessions';
