-- Spends what a hold set aside, or a part of it; p_amount and p_description may be NULL
-- (hold_settle).
-- outcome: done | too_much | hold_expired | hold_released | hold_settled | unknown |
-- service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_hold_settle(
  p_token bytea, p_hold uuid, p_amount bigint, p_description text,
  p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  outcome := (latchkey_api.service_enter(
    p_token, 'credits:spend', p_ip, p_user_agent, p_request_id)).outcome;
  IF outcome = 'ok' THEN
    SELECT h.outcome, h.answer INTO outcome, answer
      FROM latchkey_api.hold_settle(p_hold, p_amount, p_description) AS h;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_hold_settle OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_hold_settle FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_hold_settle TO "latchkey-service-credits";
COMMENT ON FUNCTION latchkey_api.service_hold_settle IS 'Spends what is held, as a service';
