-- Frees what a hold set aside.
-- outcome: done | hold_settled | unknown | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_hold_release(
  p_token bytea, p_hold uuid,
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
    SELECT h.outcome, h.answer INTO outcome, answer FROM latchkey_api.hold_release(p_hold) AS h;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_hold_release OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_hold_release FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_hold_release TO "latchkey-service-credits";
COMMENT ON FUNCTION latchkey_api.service_hold_release IS 'Frees what is held, as a service';
