-- Writes down what was done with a signing key.
-- p_action: generated | published | activated | rotated | retired.
CREATE OR REPLACE FUNCTION latchkey_api.admin_audit_keys(p_action text, p_kid text, p_actor text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  INSERT INTO latchkey.audit_log (event, detail)
  VALUES ('key_' || p_action, jsonb_build_object('kid', p_kid, 'actor', p_actor));
END
$fn$;
ALTER FUNCTION latchkey_api.admin_audit_keys OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_audit_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_audit_keys TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_audit_keys IS 'Audit entry about a signing key';
