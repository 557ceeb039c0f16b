-- Has a hold expire p_ttl seconds from now.
-- outcome: done | hold_expired | hold_settled | hold_released | unknown | service_token_invalid |
-- scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_hold_renew(
  p_token bytea, p_hold uuid, p_ttl int,
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
      FROM latchkey_api.hold_renew(p_hold, p_ttl) AS h;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_hold_renew OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_hold_renew FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_hold_renew TO "latchkey-service-credits";
COMMENT ON FUNCTION latchkey_api.service_hold_renew IS 'Has a hold expire later, as a service';
