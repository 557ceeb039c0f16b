-- Says who calls from a transaction of the adopter's: the role that has logged in.
CREATE OR REPLACE FUNCTION latchkey_api.app_enter()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  PERFORM set_config('latchkey.service', jsonb_build_object('role', session_user)::text, true);
END
$fn$;
ALTER FUNCTION latchkey_api.app_enter OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_enter FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.app_enter
IS 'Internal: who calls from the adopter''s transaction';
