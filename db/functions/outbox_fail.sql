-- The attempts failed: each job is due again after its delay (milliseconds), or dead where that is
-- NULL. p_suspects: to repeat the request under the same key is of no use. p_faults: why a job is
-- dead, as in the column. Returns the jobs whose fence holds.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_fail(
  p_ids bigint[], p_fences bigint[], p_delays bigint[], p_errors text[], p_suspects boolean[],
  p_faults text[] DEFAULT NULL
)
RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off  -- as in outbox_claim
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $fn$
DECLARE
  v_now timestamptz := clock_timestamp();
BEGIN
  RETURN QUERY
    UPDATE latchkey.outbox AS o
       SET state = CASE WHEN c.delay IS NULL THEN 'dead' ELSE 'pending' END,
           finished_at = CASE WHEN c.delay IS NULL THEN v_now END,
           due_at = CASE WHEN c.delay IS NULL THEN o.due_at
                         ELSE v_now + c.delay * interval '1 millisecond' END,
           lease_until = NULL, last_error = left(c.error, 1000), suspect = o.suspect OR c.suspect,
           fault = CASE WHEN c.delay IS NULL THEN c.fault END
      FROM unnest(p_ids, p_fences, p_delays, p_errors, p_suspects, p_faults)
             AS c (id, fence, delay, error, suspect, fault)
     WHERE o.id = c.id AND o.fence = c.fence AND o.finished_at IS NULL
    RETURNING o.id;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_fail OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_fail FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_fail TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_fail IS 'Puts failed jobs off, or gives them up';
