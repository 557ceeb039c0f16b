-- All about one job, as JSON; NULL where there is none. What would be sent to whom stays out: the
-- names of the parameters are told, not their values.
CREATE OR REPLACE FUNCTION latchkey_api.admin_outbox_show(p_id bigint)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN (
    SELECT jsonb_build_object(
             'id', o.id, 'account_id', o.account_id, 'kind', o.kind,
             'state', latchkey_api.outbox_state(o.state, o.due_at, o.lease_until),
             'attempts', o.attempts, 'created_at', latchkey_api.rfc3339(o.created_at),
             'due_at', latchkey_api.rfc3339(o.due_at),
             'lease_until', latchkey_api.rfc3339(o.lease_until), 'fence', o.fence,
             'idempotency_key', o.idempotency_key,
             'first_attempt_at', latchkey_api.rfc3339(o.first_attempt_at),
             'finished_at', latchkey_api.rfc3339(o.finished_at), 'last_error', o.last_error,
             'fault', o.fault,
             'stripe_customer_id', a.stripe_customer_id,
             'waits_for', (SELECT min(e.id)
                             FROM latchkey.outbox AS e
                            WHERE o.state = 'pending' AND e.account_id = o.account_id
                              AND e.lane = o.lane AND e.state IN ('pending', 'dead')
                              AND e.id < o.id),
             'user_id', o.payload -> 'user_id')
      FROM latchkey.outbox AS o
      JOIN latchkey.accounts AS a ON a.id = o.account_id
     WHERE o.id = p_id);
END
$fn$;
ALTER FUNCTION latchkey_api.admin_outbox_show OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_outbox_show FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_outbox_show TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_outbox_show IS 'All about one job';
