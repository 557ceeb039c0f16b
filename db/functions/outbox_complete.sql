-- The jobs are done; p_customers has the Stripe customer that each made, or NULL. A row for each
-- whose fence holds, outcome: done | conflict (the account has another customer already, or the
-- customer another account; the job stays as it is). The next job of the account falls due at once.
-- Here and wherever a claim is settled, pending is written as not finished: by the other word a
-- plan might go through the index of all that is pending, instead of the primary key.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_complete(
  p_ids bigint[], p_fences bigint[], p_customers text[]
)
RETURNS TABLE (id bigint, outcome text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off  -- as in outbox_claim
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $fn$
DECLARE
  v_ids bigint[];
  v_conflicts bigint[];
  v_done bigint[];
BEGIN
  SELECT array_agg(held.id) INTO v_ids
    FROM (SELECT o.id
            FROM unnest(p_ids, p_fences) AS c (id, fence)
            JOIN latchkey.outbox AS o ON o.id = c.id
           WHERE o.fence = c.fence AND o.finished_at IS NULL
           ORDER BY o.id
             FOR UPDATE OF o) AS held;

  SELECT array_agg(c.id) INTO v_conflicts
    FROM unnest(p_ids, p_customers) AS c (id, customer)
    JOIN latchkey.outbox AS o ON o.id = c.id
    JOIN latchkey.accounts AS a ON a.id = o.account_id
   WHERE c.id = ANY (v_ids) AND c.customer IS NOT NULL
     AND (a.stripe_customer_id <> c.customer
          OR EXISTS (SELECT FROM latchkey.accounts AS b
                      WHERE b.stripe_customer_id = c.customer AND b.id <> a.id));
  v_conflicts := coalesce(v_conflicts, '{}');

  UPDATE latchkey.accounts AS a
     SET stripe_customer_id = c.customer
    FROM unnest(p_ids, p_customers) AS c (id, customer)
    JOIN latchkey.outbox AS o ON o.id = c.id
   WHERE a.id = o.account_id AND c.id = ANY (v_ids) AND c.id <> ALL (v_conflicts)
     AND c.customer IS NOT NULL AND a.stripe_customer_id IS NULL;

  WITH done AS (
    UPDATE latchkey.outbox AS o
       SET state = 'done', finished_at = clock_timestamp(), lease_until = NULL, last_error = NULL
      FROM unnest(v_ids) AS c (id)
     WHERE o.id = c.id AND c.id <> ALL (v_conflicts)
    RETURNING o.id
  )
  SELECT array_agg(d.id) INTO v_done FROM done AS d;
  PERFORM latchkey_api.outbox_wake(v_done);

  RETURN QUERY
    SELECT c.id, CASE WHEN c.id = ANY (v_conflicts) THEN 'conflict' ELSE 'done' END
      FROM unnest(v_ids) AS c (id);
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_complete OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_complete FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_complete TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_complete IS 'Ends jobs that are done';
