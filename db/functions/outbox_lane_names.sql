-- The lanes that have pending jobs, by as many index look-ups as there are lanes. Internal.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_lane_names()
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_lane text := '';
BEGIN
  LOOP
    SELECT o.lane INTO v_lane
      FROM latchkey.outbox AS o
     WHERE o.state = 'pending' AND o.lane > v_lane
     ORDER BY o.lane
     LIMIT 1;
    EXIT WHEN NOT FOUND;
    RETURN NEXT v_lane;
  END LOOP;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_lane_names OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_lane_names FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.outbox_lane_names IS 'Internal: lanes with pending jobs';
