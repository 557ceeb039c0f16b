-- The sessions revoked within the last p_seconds, a row each: what auth-verify has to know when it
-- starts, besides what it hears on the channel latchkey_revoked.
CREATE OR REPLACE FUNCTION latchkey_api.revocations_since(p_seconds int)
RETURNS TABLE (session_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT s.id
      FROM latchkey.sessions AS s
     WHERE s.revoked_at > now() - make_interval(secs => p_seconds);
END
$fn$;
ALTER FUNCTION latchkey_api.revocations_since OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.revocations_since FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.revocations_since TO "latchkey-auth-verify";
COMMENT ON FUNCTION latchkey_api.revocations_since IS 'Sessions revoked lately';
