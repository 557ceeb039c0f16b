-- A cron tells what it does about a lane: p_held says why its jobs have to wait, NULL that it does
-- them. Returns how many are due, 1,000 at most.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_lane(p_lane text, p_held text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  INSERT INTO latchkey.outbox_lanes AS l (lane, held_because, seen_at)
  VALUES (p_lane, p_held, now())
  ON CONFLICT (lane) DO UPDATE SET held_because = p_held, seen_at = now();
  RETURN (SELECT count(*)
            FROM (SELECT
                    FROM latchkey.outbox AS o
                   WHERE o.state = 'pending' AND o.lane = p_lane AND o.due_at <= now()
                     AND (o.lease_until IS NULL OR o.lease_until <= now())
                   LIMIT 1000) AS due);
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_lane OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_lane FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_lane TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_lane
IS 'Notes whether a lane is served; counts its due jobs';
