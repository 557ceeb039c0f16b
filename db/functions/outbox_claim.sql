-- Takes up to p_limit due jobs of a lane for p_lease seconds, in the order they fell due, a row
-- each. A job waits for the earlier ones of its account and lane, dead ones too: it is put off
-- until they may be done (their end makes it due at once), so that it is in nobody's way.
-- p_after_us and p_after_id: due time (microseconds since 1970) and id of the last job that the
-- caller got, 0 and 0 at first: what lies before is not looked at again.
-- No cron puts a job off by more than 65 minutes, or leases it for more than twice p_lease: what is
-- further away was written by a clock that was wrong, and is due.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_claim(
  p_lane text, p_limit int, p_lease int, p_after_us bigint, p_after_id bigint
)
RETURNS TABLE (
  id bigint, account_id uuid, kind text, payload text, attempts int, fence bigint,
  idempotency_key uuid, params text, first_attempt_at bigint, suspect boolean, customer text,
  due_us bigint
)
LANGUAGE plpgsql SECURITY DEFINER
-- A batch is small, and the table of any size by the time a plan is used: none may read it whole.
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $fn$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_due timestamptz := timestamptz 'epoch' + p_after_us * interval '1 microsecond';
  v_id bigint := p_after_id;
  v_left int := p_limit;
  v_ids bigint[];
  v_blocked bigint[];
  v_taken int;
BEGIN
  IF p_after_us = 0 THEN
    UPDATE latchkey.outbox AS o
       SET due_at = v_now
     WHERE o.id = ANY (ARRAY(SELECT f.id
                               FROM latchkey.outbox AS f
                              WHERE f.state = 'pending' AND f.lane = p_lane
                                AND f.due_at > v_now + interval '65 minutes'
                              ORDER BY f.due_at, f.id
                                FOR UPDATE SKIP LOCKED));
  END IF;

  WHILE v_left > 0 LOOP
    SELECT array_agg(c.id ORDER BY c.due_at, c.id), max(c.due_at) INTO v_ids, v_due
      FROM (SELECT o.id, o.due_at
              FROM latchkey.outbox AS o
             WHERE o.state = 'pending' AND o.lane = p_lane AND o.due_at <= v_now
               AND (o.due_at, o.id) > (v_due, v_id)
               AND (o.lease_until IS NULL OR o.lease_until <= v_now
                    OR o.lease_until > v_now + make_interval(secs => 2 * p_lease))
             ORDER BY o.due_at, o.id
             LIMIT v_left
               FOR UPDATE SKIP LOCKED) AS c;
    EXIT WHEN v_ids IS NULL;
    v_id := v_ids[cardinality(v_ids)];

    WITH blocked AS (
      UPDATE latchkey.outbox AS o
         SET due_at = CASE WHEN e.state = 'dead' THEN v_now + interval '15 minutes'
                           WHEN e.id = ANY (v_ids) THEN v_now + make_interval(secs => p_lease)
                           ELSE greatest(e.due_at, e.lease_until, v_now + interval '1 second') END
        FROM unnest(v_ids) AS c (id)
       CROSS JOIN LATERAL (SELECT s.account_id, s.lane
                             FROM latchkey.outbox AS s WHERE s.id = c.id) AS own
       CROSS JOIN LATERAL (SELECT p.id, p.state, p.due_at, p.lease_until
                             FROM latchkey.outbox AS p
                            WHERE p.account_id = own.account_id AND p.lane = own.lane
                              AND p.state IN ('pending', 'dead') AND p.id < c.id
                            ORDER BY p.id
                            LIMIT 1) AS e
       WHERE o.id = c.id
      RETURNING o.id
    )
    SELECT array_agg(b.id) INTO v_blocked FROM blocked AS b;

    RETURN QUERY
      UPDATE latchkey.outbox AS o
         SET lease_until = v_now + make_interval(secs => p_lease), fence = o.fence + 1,
             attempts = o.attempts + 1
        FROM unnest(v_ids) AS c (id), latchkey.accounts AS a
       WHERE o.id = c.id AND a.id = o.account_id AND c.id <> ALL (coalesce(v_blocked, '{}'))
      RETURNING o.id, o.account_id, o.kind, o.payload::text, o.attempts, o.fence,
                o.idempotency_key, o.params::text, extract(epoch FROM o.first_attempt_at)::bigint,
                o.suspect, a.stripe_customer_id,
                (extract(epoch FROM o.due_at) * 1000000)::bigint;
    GET DIAGNOSTICS v_taken = ROW_COUNT;
    v_left := v_left - v_taken;
  END LOOP;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_claim OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_claim FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_claim TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_claim IS 'Takes due jobs of a lane, by lease and fence';
