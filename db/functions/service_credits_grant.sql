-- Gives credits to an account, once for the key.
-- outcome: made | conflict | unknown | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_credits_grant(
  p_token bytea, p_key bytea, p_account uuid, p_amount bigint, p_description text, p_reference text,
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
           p_token, 'credits:grant', p_ip, p_user_agent, p_request_id) AS e;
  IF outcome = 'ok' THEN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM latchkey_api.credits_change(
             v_caller, p_key, p_account, p_amount, 'grant', p_description, p_reference) AS c;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_credits_grant OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_credits_grant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_credits_grant TO "latchkey-service-credits";
COMMENT ON FUNCTION latchkey_api.service_credits_grant
IS 'Gives credits to an account, as a service, once for a key';
