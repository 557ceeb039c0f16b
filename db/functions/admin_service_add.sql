-- Makes a service; p_token_hash: SHA-256 of its token. outcome: added | taken.
CREATE OR REPLACE FUNCTION latchkey_api.admin_service_add(
  p_name text, p_token_hash bytea, p_scopes text[], p_actor text
)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  INSERT INTO latchkey.services (name, token_hash, scopes)
  VALUES (p_name, p_token_hash, p_scopes)
  ON CONFLICT ON CONSTRAINT services_name_key DO NOTHING;
  IF NOT FOUND THEN
    RETURN 'taken';
  END IF;
  INSERT INTO latchkey.audit_log (event, detail)
  VALUES ('service_added', jsonb_build_object(
    'service', p_name, 'scopes', p_scopes, 'actor', p_actor));
  RETURN 'added';
END
$fn$;
ALTER FUNCTION latchkey_api.admin_service_add OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_service_add FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_service_add TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_service_add IS 'Makes a service';
