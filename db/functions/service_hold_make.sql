-- Sets credits of an account aside, once for the key.
-- outcome: made | conflict | insufficient_credits | unknown | service_token_invalid |
-- scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_hold_make(
  p_token bytea, p_key bytea, p_account uuid, p_amount bigint, p_ttl int, p_description text,
  p_reference text,
  p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_caller text;
BEGIN
  SELECT e.outcome, e.caller INTO outcome, v_caller
    FROM latchkey_api.service_enter(
           p_token, 'credits:spend', p_ip, p_user_agent, p_request_id) AS e;
  IF outcome = 'ok' THEN
    SELECT h.outcome, h.answer INTO outcome, answer
      FROM latchkey_api.hold_make(
             v_caller, p_key, p_account, p_amount, p_ttl, p_description, p_reference) AS h;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_hold_make OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_hold_make FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_hold_make TO "latchkey-service-credits";
COMMENT ON FUNCTION latchkey_api.service_hold_make
IS 'Sets credits aside, as a service, once for a key';
