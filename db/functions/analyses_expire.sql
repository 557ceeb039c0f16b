-- What latchkey-cron does for analyses: those whose fifth lease has ended fail, whether or not a
-- service comes to claim any. Returns how many; 20 or more: there may be others.
CREATE OR REPLACE FUNCTION latchkey_api.analyses_expire()
RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  PERFORM set_config('latchkey.service', '{"program": "latchkey-cron"}', true);
  RETURN latchkey_api.analysis_sweep();
END
$fn$;
ALTER FUNCTION latchkey_api.analyses_expire OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.analyses_expire FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.analyses_expire TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.analyses_expire IS 'Fails analyses that nobody has finished';
