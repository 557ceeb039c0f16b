-- The services, and the database roles that may call schema latchkey_app (no scopes, and NULL
-- times). previous_until: until when the token of before the rotation is taken; NULL where it is
-- not.
CREATE OR REPLACE FUNCTION latchkey_api.admin_service_list()
RETURNS TABLE (
  kind text, name text, scopes text, created_at text, last_used_at text, previous_until text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT 'service', s.name::text, array_to_string(s.scopes, ','),
           latchkey_api.rfc3339(s.created_at), latchkey_api.rfc3339(s.last_used_at),
           latchkey_api.rfc3339(CASE WHEN s.previous_until > now() THEN s.previous_until END)
      FROM latchkey.services AS s
     UNION ALL
    SELECT 'role', r.rolname::text, NULL, NULL, NULL, NULL
      FROM pg_auth_members AS m
      JOIN pg_roles AS r ON r.oid = m.member
     WHERE m.roleid = 'latchkey_app'::regrole AND r.rolname <> 'latchkey_owner'
     GROUP BY r.rolname
     ORDER BY 1 DESC, 2;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_service_list OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_service_list FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_service_list TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_service_list
IS 'Services, and roles of schema latchkey_app';
