-- Deletes up to p_limit refresh tokens that expired before p_keep seconds ago, the oldest first;
-- returns how many. An access token that could tell of one has long expired too.
CREATE OR REPLACE FUNCTION latchkey_api.purge_refresh_tokens(p_keep bigint, p_limit int)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_deleted bigint;
BEGIN
  DELETE FROM latchkey.refresh_tokens AS t
   WHERE t.hash = ANY (ARRAY(SELECT e.hash
                               FROM latchkey.refresh_tokens AS e
                              WHERE e.expires_at < now() - make_interval(secs => p_keep)
                              ORDER BY e.expires_at
                              LIMIT p_limit));
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  RETURN v_deleted;
END
$fn$;
ALTER FUNCTION latchkey_api.purge_refresh_tokens OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.purge_refresh_tokens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.purge_refresh_tokens TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.purge_refresh_tokens
IS 'Deletes expired refresh tokens, some at a time';
