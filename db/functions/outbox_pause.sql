-- The service asked to be left alone: no place is given out for p_milliseconds.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_pause(p_lane text, p_milliseconds bigint)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.outbox_lanes AS l
     SET free_at = greatest(CASE WHEN l.free_at < clock_timestamp() + interval '65 minutes'
                                 THEN l.free_at END,  -- as in outbox_pace
                            clock_timestamp() + p_milliseconds * interval '1 millisecond')
   WHERE l.lane = p_lane;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_pause OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_pause FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_pause TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_pause IS 'Leaves a service alone for a while';
