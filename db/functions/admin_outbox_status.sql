-- The outbox at a glance, a row a lane. bad_address: dead since a user's address cannot be used,
-- and not counted as dead. held: why its jobs wait, as the crons last said; seen_at:
-- when that was; oldest: when the job that has been due for longest fell due.
CREATE OR REPLACE FUNCTION latchkey_api.admin_outbox_status()
RETURNS TABLE (
  lane text, due bigint, in_flight bigint, later bigint, dead bigint, bad_address bigint,
  done bigint, oldest text, held text, seen_at text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT l.lane,
           count(*) FILTER (WHERE o.state = 'pending' AND o.due_at <= now()
                              AND (o.lease_until IS NULL OR o.lease_until <= now())),
           count(*) FILTER (WHERE o.state = 'pending' AND o.lease_until > now()),
           count(*) FILTER (WHERE o.state = 'pending' AND o.due_at > now()
                              AND (o.lease_until IS NULL OR o.lease_until <= now())),
           count(*) FILTER (WHERE o.state = 'dead' AND o.fault IS DISTINCT FROM 'address'),
           count(*) FILTER (WHERE o.state = 'dead' AND o.fault = 'address'),
           count(*) FILTER (WHERE o.state = 'done'),
           latchkey_api.rfc3339(min(o.due_at) FILTER (
             WHERE o.state = 'pending' AND o.due_at <= now()
               AND (o.lease_until IS NULL OR o.lease_until <= now()))),
           max(l.held_because), latchkey_api.rfc3339(max(l.seen_at))
      FROM (SELECT s.lane, s.held_because, s.seen_at FROM latchkey.outbox_lanes AS s
             UNION ALL
            SELECT n.name, NULL, NULL
              FROM latchkey_api.outbox_lane_names() AS n (name)
             WHERE NOT EXISTS (SELECT FROM latchkey.outbox_lanes AS s WHERE s.lane = n.name)) AS l
      LEFT JOIN latchkey.outbox AS o ON o.lane = l.lane
     GROUP BY l.lane
     ORDER BY l.lane;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_outbox_status OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_outbox_status FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_outbox_status TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_outbox_status IS 'The outbox at a glance';
