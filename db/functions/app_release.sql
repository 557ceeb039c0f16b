-- latchkey_app.release: frees what a hold set aside, in the caller's transaction.
CREATE OR REPLACE FUNCTION latchkey_api.app_release(p_hold uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
AS $fn$
BEGIN
  PERFORM latchkey_api.app_enter();
  PERFORM latchkey_api.app_refuse((latchkey_api.hold_release(p_hold)).outcome);
EXCEPTION
  WHEN lock_not_available OR deadlock_detected THEN
    RAISE EXCEPTION 'the account is locked by another transaction' USING ERRCODE = 'LK409';
END
$fn$;
ALTER FUNCTION latchkey_api.app_release OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_release FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.app_release TO latchkey_owner;
COMMENT ON FUNCTION latchkey_api.app_release IS 'Behind latchkey_app.release';
