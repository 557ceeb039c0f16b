-- latchkey_app.available: what can be spent of an account just now. It takes no lock.
CREATE OR REPLACE FUNCTION latchkey_api.app_available(p_account uuid)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_available bigint;
BEGIN
  PERFORM latchkey_api.app_enter();
  SELECT a.credits - latchkey_api.credits_held(a.id) INTO v_available
    FROM latchkey.accounts AS a
   WHERE a.id = p_account;
  PERFORM latchkey_api.app_refuse('unknown') WHERE v_available IS NULL;
  RETURN v_available;
END
$fn$;
ALTER FUNCTION latchkey_api.app_available OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_available FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.app_available TO latchkey_owner;
COMMENT ON FUNCTION latchkey_api.app_available IS 'Behind latchkey_app.available';
