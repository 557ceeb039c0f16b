-- Puts a database role of the adopter into the group latchkey_app, or takes it out.
-- outcome: allowed | denied | unknown | refused (it is Latchkey's own or the server's) | kept
-- (another role has put it in, which alone can take it out).
CREATE OR REPLACE FUNCTION latchkey_api.admin_service_role(
  p_role text, p_allow boolean, p_actor text
)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  IF p_role ~ '^(latchkey[-_]|pg_)' THEN
    RETURN 'refused';
  ELSIF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = p_role) THEN
    RETURN 'unknown';
  END IF;
  IF p_allow THEN
    EXECUTE format('GRANT latchkey_app TO %I', p_role);
  ELSE
    EXECUTE format('REVOKE latchkey_app FROM %I', p_role);
  END IF;
  IF NOT p_allow AND EXISTS (
    SELECT
      FROM pg_auth_members AS m
      JOIN pg_roles AS r ON r.oid = m.member
     WHERE m.roleid = 'latchkey_app'::regrole AND r.rolname = p_role
  ) THEN
    RETURN 'kept';
  END IF;
  INSERT INTO latchkey.audit_log (event, detail)
  VALUES (CASE WHEN p_allow THEN 'service_role_allowed' ELSE 'service_role_denied' END,
          jsonb_build_object('role', p_role, 'actor', p_actor));
  RETURN CASE WHEN p_allow THEN 'allowed' ELSE 'denied' END;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_service_role OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_service_role FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_service_role TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_service_role
IS 'Lets a database role call schema latchkey_app, or not';
