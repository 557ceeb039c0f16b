-- A new idempotency key for a job whose old one is of no more use. NULL where the fence no longer
-- holds.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_rekey(p_id bigint, p_fence bigint)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_key uuid;
BEGIN
  UPDATE latchkey.outbox AS o
     SET idempotency_key = gen_random_uuid(), suspect = false
   WHERE o.id = p_id AND o.fence = p_fence AND o.finished_at IS NULL
  RETURNING o.idempotency_key INTO v_key;
  RETURN v_key;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_rekey OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_rekey FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_rekey TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_rekey IS 'Gives a job a new idempotency key';
