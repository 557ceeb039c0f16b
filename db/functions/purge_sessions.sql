-- Looks at p_limit sessions behind p_after, in the order of their ids, and deletes those that were
-- revoked or expired before p_keep seconds ago, with their tokens. Returns the last id looked at,
-- NULL at the end, and how many were deleted. (Expiry moves with each refresh, so that it has no
-- index.) Who locks sessions locks them in the order of their ids, as everywhere.
CREATE OR REPLACE FUNCTION latchkey_api.purge_sessions(p_keep bigint, p_after uuid, p_limit int)
RETURNS TABLE (last uuid, deleted bigint)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_before timestamptz := now() - make_interval(secs => p_keep);
  v_ids uuid[];
BEGIN
  SELECT (array_agg(b.id ORDER BY b.id DESC))[1],
         array_agg(b.id) FILTER (WHERE least(b.expires_at, b.revoked_at) < v_before)
    INTO last, v_ids
    FROM (SELECT s.id, s.expires_at, s.revoked_at
            FROM latchkey.sessions AS s
           WHERE s.id > p_after
           ORDER BY s.id
           LIMIT p_limit) AS b;
  PERFORM FROM latchkey.sessions AS s WHERE s.id = ANY (v_ids) ORDER BY s.id FOR UPDATE;
  DELETE FROM latchkey.sessions AS s
   WHERE s.id = ANY (v_ids) AND least(s.expires_at, s.revoked_at) < v_before;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.purge_sessions OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.purge_sessions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.purge_sessions TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.purge_sessions IS 'Deletes old sessions, some at a time';
