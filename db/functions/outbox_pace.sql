-- Reserves the next p_requests places in a lane's stream of p_rate requests a second, which the
-- crons of all hosts share. Returns the milliseconds until the first of them; the others follow
-- at the same rate. None is reserved where it would have to wait longer than p_most milliseconds.
-- Places are 2% further apart than the rate says, so that a second has no more however late one is.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_pace(
  p_lane text, p_requests int, p_rate int, p_most int
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_free timestamptz;
  v_now timestamptz;
BEGIN
  SELECT l.free_at INTO STRICT v_free
    FROM latchkey.outbox_lanes AS l WHERE l.lane = p_lane FOR UPDATE;
  v_now := clock_timestamp();
  -- No pause is so long: a clock that was wrong wrote it.
  IF v_free > v_now + interval '65 minutes' THEN
    v_free := v_now;
  END IF;
  v_free := greatest(v_free, v_now);
  IF v_free <= v_now + p_most * interval '1 millisecond' THEN
    UPDATE latchkey.outbox_lanes AS l
       SET free_at = v_free + make_interval(secs => p_requests * 1.02 / p_rate)
     WHERE l.lane = p_lane;
  END IF;
  RETURN ceil(extract(epoch FROM v_free - v_now) * 1000)::bigint;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_pace OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_pace FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_pace TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_pace IS 'Reserves places under a rate cap of all hosts';
