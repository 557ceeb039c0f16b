-- Removes a service: its tokens are refused from the next request on. outcome: removed | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.admin_service_remove(p_name text, p_actor text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  DELETE FROM latchkey.services AS s WHERE s.name = p_name;
  IF NOT FOUND THEN
    RETURN 'unknown';
  END IF;
  INSERT INTO latchkey.audit_log (event, detail)
  VALUES ('service_removed', jsonb_build_object('service', p_name, 'actor', p_actor));
  RETURN 'removed';
END
$fn$;
ALTER FUNCTION latchkey_api.admin_service_remove OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_service_remove FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_service_remove TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_service_remove IS 'Removes a service';
