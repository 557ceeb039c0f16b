-- Deletes up to p_limit jobs that were done or discarded before p_keep seconds ago, the oldest
-- first; returns how many. Dead ones stay until a person decides, and a discarded create as long as
-- its account has no Stripe customer: it tells what was tried, should one be made after all.
CREATE OR REPLACE FUNCTION latchkey_api.purge_outbox(p_keep bigint, p_limit int)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_deleted bigint;
BEGIN
  DELETE FROM latchkey.outbox AS o
   WHERE o.id = ANY (ARRAY(SELECT f.id
                             FROM latchkey.outbox AS f
                            WHERE f.state IN ('done', 'discarded')
                              AND f.finished_at < now() - make_interval(secs => p_keep)
                              AND NOT (f.state = 'discarded'
                                       AND f.kind = 'stripe.customer.create'
                                       AND EXISTS (SELECT FROM latchkey.accounts AS a
                                                    WHERE a.id = f.account_id
                                                      AND a.stripe_customer_id IS NULL))
                            ORDER BY f.finished_at
                            LIMIT p_limit));
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  RETURN v_deleted;
END
$fn$;
ALTER FUNCTION latchkey_api.purge_outbox OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.purge_outbox FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.purge_outbox TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.purge_outbox IS 'Deletes old finished jobs, some at a time';
