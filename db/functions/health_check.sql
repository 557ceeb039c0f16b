-- Is the schema at least as new as the program, and does the outbox keep up? A job is overdue once
-- it has been due for a quarter of an hour, the longest back-off, and nobody works on it; but held
-- where the crons say that its lane has to wait, since a setting is missing. A job that is dead for
-- a user's bad address is not an alarm.
-- The counts stop at 1,000, so that a flood does not make health slow.
CREATE OR REPLACE FUNCTION latchkey_api.health_check(p_latest_migration text)
RETURNS TABLE (
  migrations boolean, outbox_dead bigint, outbox_overdue bigint, outbox_held bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT EXISTS (SELECT FROM latchkey.schema_migrations AS m
                    WHERE m.kind = 'migration'
                      AND m.name = regexp_replace(p_latest_migration, '[.]sql$', '')),
           (SELECT count(*)
              FROM (SELECT
                      FROM latchkey.outbox AS o
                     WHERE o.state = 'dead' AND o.fault IS DISTINCT FROM 'address'
                     LIMIT 1000) AS dead),
           coalesce(sum(late.jobs) FILTER (WHERE NOT late.is_held), 0)::bigint,
           coalesce(sum(late.jobs) FILTER (WHERE late.is_held), 0)::bigint
      FROM latchkey_api.outbox_lane_names() AS n (lane)
     CROSS JOIN LATERAL (
       SELECT count(*) AS jobs,
              EXISTS (SELECT
                      FROM latchkey.outbox_lanes AS l
                       WHERE l.lane = n.lane AND l.held_because IS NOT NULL
                         AND l.seen_at > now() - interval '15 minutes') AS is_held
         FROM (SELECT
                 FROM latchkey.outbox AS o
                WHERE o.state = 'pending' AND o.lane = n.lane
                  AND o.due_at < now() - interval '15 minutes'
                  AND (o.lease_until IS NULL OR o.lease_until < now())
                LIMIT 1000) AS overdue) AS late;
END
$fn$;
ALTER FUNCTION latchkey_api.health_check OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.health_check FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.health_check TO "latchkey-health";
COMMENT ON FUNCTION latchkey_api.health_check IS 'Migrations applied, dead and overdue jobs';
