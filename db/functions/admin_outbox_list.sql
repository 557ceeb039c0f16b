-- The newest p_limit jobs in a state (due | in_flight | later | dead | done | discarded; NULL: all
-- that are not finished), a row each.
CREATE OR REPLACE FUNCTION latchkey_api.admin_outbox_list(p_state text, p_limit int)
RETURNS TABLE (
  id bigint, account_id uuid, kind text, state text, attempts int, created_at text, due_at text,
  last_error text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT j.id, j.account_id, j.kind, j.state, j.attempts, latchkey_api.rfc3339(j.created_at),
           latchkey_api.rfc3339(j.due_at), j.last_error
      FROM (SELECT o.id, o.account_id, o.kind, o.attempts, o.created_at, o.due_at, o.last_error,
                   latchkey_api.outbox_state(o.state, o.due_at, o.lease_until) AS state
              FROM latchkey.outbox AS o
             WHERE o.state = CASE WHEN p_state IN ('due', 'in_flight', 'later') THEN 'pending'
                                  ELSE p_state END
                OR p_state IS NULL AND o.state IN ('pending', 'dead')) AS j
     WHERE p_state IS NULL OR j.state = p_state
     ORDER BY j.id DESC
     LIMIT p_limit;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_outbox_list OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_outbox_list FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_outbox_list TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_outbox_list IS 'Jobs in a state, newest first';
