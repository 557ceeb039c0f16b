-- Raises what an outcome is for a caller in SQL: LK402 | LK404 | LK409 | LK422.
CREATE OR REPLACE FUNCTION latchkey_api.app_refuse(p_outcome text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  IF p_outcome IN ('made', 'done') THEN
    RETURN;
  END IF;
  RAISE EXCEPTION '%', CASE p_outcome
    WHEN 'insufficient_credits' THEN 'there are not enough credits'
    WHEN 'unknown' THEN 'there is no such account or hold'
    WHEN 'conflict' THEN 'the key was used before, for something else'
    WHEN 'too_much' THEN 'the amount is more than is held'
    WHEN 'hold_expired' THEN 'the hold has expired, and the credits do not cover it any more'
    WHEN 'hold_released' THEN 'the hold was released'
    WHEN 'hold_settled' THEN 'the hold was settled'
    ELSE p_outcome
  END
  USING ERRCODE = CASE p_outcome
    WHEN 'insufficient_credits' THEN 'LK402'
    WHEN 'unknown' THEN 'LK404'
    WHEN 'hold_expired' THEN 'LK409'
    WHEN 'hold_released' THEN 'LK409'
    WHEN 'hold_settled' THEN 'LK409'
    ELSE 'LK422'
  END;
END
$fn$;
ALTER FUNCTION latchkey_api.app_refuse OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_refuse FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.app_refuse IS 'Internal: raises an outcome';
