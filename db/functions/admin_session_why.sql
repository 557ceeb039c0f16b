-- Why sessions ended: of a user (id or e-mail) or one session, newest first, 200 at most; a row
-- each.
-- reason: live | expired | logout | logout_elsewhere | revoked_by_user | reuse | admin | purged (it
-- is gone, so it had expired). ip, user_agent and request_id are of the client that ended it.
CREATE OR REPLACE FUNCTION latchkey_api.admin_session_why(p_who text)
RETURNS TABLE (
  session_id uuid, email text, created_at text, ended_at text, reason text, explanation text,
  ip text, user_agent text, request_id text, detail json
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT w.id, u.email, latchkey_api.rfc3339(w.created_at), latchkey_api.rfc3339(w.ended_at),
           w.reason,
           CASE w.reason
             WHEN 'live' THEN 'The session is live.'
             WHEN 'expired' THEN 'It was not refreshed before it expired, or reached its age limit.'
             WHEN 'purged' THEN 'It expired and has been purged since.'
             WHEN 'logout' THEN 'Its own client logged out.'
             WHEN 'logout_elsewhere' THEN 'Another session of the user logged it out.'
             WHEN 'revoked_by_user' THEN 'The user ended it from the list of devices.'
             WHEN 'reuse' THEN 'A refresh token that had been spent was presented again.'
             WHEN 'admin' THEN 'An administrator ended it.'
           END,
           host(w.ip), w.user_agent, w.request_id, w.detail::json
      FROM (
        SELECT a.id, coalesce(s.user_id, e.user_id, b.user_id) AS user_id,
               coalesce(s.created_at, b.at) AS created_at,
               CASE WHEN e.at IS NOT NULL THEN e.at
                    WHEN s.expires_at <= now() THEN s.expires_at END AS ended_at,
               CASE WHEN e.at IS NOT NULL THEN e.detail ->> 'reason'
                    WHEN s.id IS NULL THEN 'purged'
                    WHEN s.expires_at <= now() THEN 'expired'
                    ELSE 'live' END AS reason,
               e.ip, e.user_agent, e.request_id, e.detail
          FROM unnest(latchkey_api.admin_sessions(p_who)) AS a (id)
          LEFT JOIN latchkey.sessions AS s ON s.id = a.id
          LEFT JOIN LATERAL (
            SELECT l.*
              FROM latchkey.audit_log AS l
             WHERE l.session_id = a.id AND l.detail @> '{"revoked": true}'
             ORDER BY l.at DESC
             LIMIT 1
          ) AS e ON true
          LEFT JOIN LATERAL (
            SELECT l.*
              FROM latchkey.audit_log AS l
             WHERE l.session_id = a.id
             ORDER BY l.at
             LIMIT 1
          ) AS b ON true
      ) AS w
      LEFT JOIN latchkey.users AS u ON u.id = w.user_id
     ORDER BY w.created_at DESC, w.id DESC
     LIMIT 200;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_session_why OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_session_why FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_session_why TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_session_why IS 'Why sessions ended';
