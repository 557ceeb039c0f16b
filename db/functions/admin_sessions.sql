-- The sessions that an administrator's word can mean: a session's id, or all of a user's. Those
-- that were purged are found by their entries in the audit log. Internal.
CREATE OR REPLACE FUNCTION latchkey_api.admin_sessions(p_who text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_users uuid[] := latchkey_api.admin_users(p_who);
  v_id uuid := latchkey_api.uuid_or_null(p_who);
BEGIN
  RETURN ARRAY(
    SELECT s.id FROM latchkey.sessions AS s WHERE s.id = v_id OR s.user_id = ANY(v_users)
     UNION
    SELECT l.session_id
      FROM latchkey.audit_log AS l
     WHERE (l.session_id = v_id OR l.user_id = ANY(v_users)) AND l.session_id IS NOT NULL
  );
END
$fn$;
ALTER FUNCTION latchkey_api.admin_sessions OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_sessions FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.admin_sessions IS 'Internal: sessions by their id or their user';
