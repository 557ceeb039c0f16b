-- Gives a service another token. The one of before is taken for p_keep seconds more; the one before
-- that, not any more. outcome: rotated | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.admin_service_rotate(
  p_name text, p_token_hash bytea, p_keep int, p_actor text
)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.services AS s
     SET token_hash = p_token_hash,
         previous_hash = CASE WHEN p_keep > 0 THEN s.token_hash END,
         previous_until = CASE WHEN p_keep > 0 THEN now() + make_interval(secs => p_keep) END
   WHERE s.name = p_name;
  IF NOT FOUND THEN
    RETURN 'unknown';
  END IF;
  INSERT INTO latchkey.audit_log (event, detail)
  VALUES ('service_rotated', jsonb_build_object(
    'service', p_name, 'kept_seconds', p_keep, 'actor', p_actor));
  RETURN 'rotated';
END
$fn$;
ALTER FUNCTION latchkey_api.admin_service_rotate OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_service_rotate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_service_rotate TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_service_rotate IS 'Gives a service another token';
