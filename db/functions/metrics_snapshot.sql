-- What metrics tell that only the database knows. outbox_oldest_seconds: since the oldest pending
-- job was queued, 0 where there is none; outbox_attempts: made so far for the pending ones;
-- outbox_dead: without those of a user's bad address, which are not an alarm.
-- Jobs that are done are not looked at, so the cost does not grow with them.
CREATE OR REPLACE FUNCTION latchkey_api.metrics_snapshot()
RETURNS TABLE (
  outbox_pending bigint, outbox_dead bigint, outbox_oldest_seconds bigint, outbox_attempts bigint,
  latest_migration text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT count(*),
           (SELECT count(*)
              FROM latchkey.outbox AS d
             WHERE d.state = 'dead' AND d.fault IS DISTINCT FROM 'address'),
           coalesce(extract(epoch FROM now() - min(o.created_at)), 0)::bigint,
           coalesce(sum(o.attempts), 0),
           (SELECT max(m.name) FROM latchkey.schema_migrations AS m WHERE m.kind = 'migration')
      FROM latchkey.outbox AS o
     WHERE o.state = 'pending';
END
$fn$;
ALTER FUNCTION latchkey_api.metrics_snapshot OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.metrics_snapshot FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.metrics_snapshot TO "latchkey-metrics", "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.metrics_snapshot IS 'Depth, age and attempts of the outbox';
