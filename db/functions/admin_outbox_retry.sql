-- Makes jobs due now and counts their attempts from 0 again: the job p_id, or every dead one where
-- that is NULL. A job that was refused takes the user's data as they are now (outbox_renew).
-- Returns how many; a job that is being done, or finished otherwise, stays as it is.
CREATE OR REPLACE FUNCTION latchkey_api.admin_outbox_retry(p_id bigint, p_actor text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_ids bigint[];
BEGIN
  SELECT array_agg(r.id) INTO v_ids
    FROM (SELECT o.id
            FROM latchkey.outbox AS o
           WHERE (p_id IS NULL AND o.state = 'dead' OR o.id = p_id)
             AND (o.state = 'dead'
                  OR o.state = 'pending' AND (o.lease_until IS NULL OR o.lease_until <= now()))
           ORDER BY o.id
             FOR UPDATE) AS r;
  PERFORM latchkey_api.outbox_renew(v_ids);
  WITH retried AS (
    UPDATE latchkey.outbox AS o
       SET state = 'pending', finished_at = NULL, attempts = 0, due_at = now(), lease_until = NULL,
           fault = NULL
     WHERE o.id = ANY (v_ids)
    RETURNING o.id, o.account_id, o.kind
  )
  INSERT INTO latchkey.audit_log (event, account_id, detail)
  SELECT 'outbox_retried', r.account_id,
         jsonb_build_object('job', r.id, 'kind', r.kind, 'actor', p_actor)
    FROM retried AS r;
  PERFORM latchkey_api.outbox_wake(v_ids);
  RETURN coalesce(cardinality(v_ids), 0);
END
$fn$;
ALTER FUNCTION latchkey_api.admin_outbox_retry OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_outbox_retry FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_outbox_retry TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_outbox_retry IS 'Makes jobs due again';
