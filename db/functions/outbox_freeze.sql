-- Keeps what the first attempt of each job will send, and when that is. To be committed before
-- anything is sent; the same is sent by every later attempt. Returns the jobs whose fence holds.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_freeze(
  p_ids bigint[], p_fences bigint[], p_params text[]
)
RETURNS TABLE (id bigint, first_attempt_at bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off  -- as in outbox_claim
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $fn$
BEGIN
  RETURN QUERY
    UPDATE latchkey.outbox AS o
       SET params = c.params::jsonb, first_attempt_at = clock_timestamp()
      FROM unnest(p_ids, p_fences, p_params) AS c (id, fence, params)
     WHERE o.id = c.id AND o.fence = c.fence AND o.finished_at IS NULL AND o.params IS NULL
    RETURNING o.id, extract(epoch FROM o.first_attempt_at)::bigint;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_freeze OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_freeze FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_freeze TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_freeze
IS 'Freezes what jobs send, before their first attempt';
