-- Makes due what waits for these jobs: of each the next one of its account and lane. By one look-up
-- a job, whatever the statistics say. Internal.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_wake(p_ids bigint[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.outbox AS o
     SET due_at = clock_timestamp()
   WHERE o.id = ANY (ARRAY(
           SELECT behind.id
             FROM unnest(p_ids) AS c (id)
            CROSS JOIN LATERAL (SELECT e.account_id, e.lane
                                  FROM latchkey.outbox AS e WHERE e.id = c.id LIMIT 1) AS ended
            CROSS JOIN LATERAL (SELECT b.id
                                  FROM latchkey.outbox AS b
                                 WHERE b.account_id = ended.account_id AND b.lane = ended.lane
                                   AND b.state IN ('pending', 'dead') AND b.id > c.id
                                 ORDER BY b.id
                                 LIMIT 1) AS behind))
     AND o.finished_at IS NULL AND o.lease_until IS NULL AND o.due_at > clock_timestamp();
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_wake OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_wake FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.outbox_wake IS 'Internal: makes the jobs due that waited';
