-- Writes, so that whoever calls knows that a write is committed: not on a read-only server, with a
-- full disk, or while a standby that must confirm is down.
CREATE OR REPLACE FUNCTION latchkey_api.health_write()
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.heartbeat SET beat_at = clock_timestamp();
END
$fn$;
ALTER FUNCTION latchkey_api.health_write OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.health_write FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.health_write TO "latchkey-health", "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.health_write IS 'Proves that writes are committed';
