-- Makes the jobs due that wait for this one. Internal.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_wake(p_ids bigint[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.outbox AS o
     SET due_at = clock_timestamp()
    FROM unnest(p_ids) AS c (id)
    JOIN latchkey.outbox AS ended ON ended.id = c.id
   WHERE o.account_id = ended.account_id AND o.lane = ended.lane AND o.id > ended.id
     AND o.state = 'pending' AND o.lease_until IS NULL AND o.due_at > clock_timestamp();
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_wake(bigint[]) OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_wake(bigint[]) FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.outbox_wake(bigint[])
IS 'Internal: makes the jobs due that waited';
