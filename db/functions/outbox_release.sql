-- Gives claimed jobs back, to be due after a delay (milliseconds; 0: as before): nothing was tried,
-- or the service refused everybody, so it is not counted. Returns those whose fence holds.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_release(
  p_ids bigint[], p_fences bigint[], p_delays bigint[]
)
RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off  -- as in outbox_claim
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $fn$
BEGIN
  RETURN QUERY
    UPDATE latchkey.outbox AS o
       SET lease_until = NULL, attempts = o.attempts - 1,
           due_at = CASE WHEN c.delay = 0 THEN o.due_at
                         ELSE clock_timestamp() + c.delay * interval '1 millisecond' END
      FROM unnest(p_ids, p_fences, p_delays) AS c (id, fence, delay)
     WHERE o.id = c.id AND o.fence = c.fence AND o.finished_at IS NULL
       AND o.lease_until IS NOT NULL
    RETURNING o.id;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_release OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_release FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_release TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_release IS 'Gives claimed jobs back';
