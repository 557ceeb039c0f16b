-- Asks for an analysis and spends one credit on it, both or neither. p_attempt: SHA-256 of the
-- Idempotency-Key, or NULL; a repeat under the same key finds the analysis that the first call
-- made. The account's row is locked from the start, so calls of one account come one after the
-- other.
-- outcome: created (now or by that key) | conflict (the key was used for another request) |
-- onboarding_required | lead_unknown | insufficient_credits | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.analysis_create(
  p_session uuid, p_user uuid, p_title text, p_lead uuid, p_input jsonb, p_attempt bytea
)
RETURNS TABLE (outcome text, analysis json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account uuid;
  v_onboarded boolean;
  v_request bytea := sha256(convert_to(
    jsonb_build_array(p_title, p_lead, p_input)::text, 'UTF8'));
  v_analysis latchkey.analyses;
BEGIN
  SELECT t.account_id, t.onboarding_completed INTO v_account, v_onboarded
    FROM latchkey_api.tenant_enter(p_session, p_user, true) AS t;
  IF v_account IS NULL THEN
    outcome := 'revoked';
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT n.* INTO v_analysis
    FROM latchkey.analyses AS n
   WHERE n.account_id = v_account AND n.attempt = p_attempt;
  IF FOUND THEN
    outcome := CASE WHEN v_analysis.request = v_request THEN 'created' ELSE 'conflict' END;
  ELSIF NOT v_onboarded THEN
    outcome := 'onboarding_required';
  ELSIF p_lead IS NOT NULL AND NOT EXISTS (
    SELECT FROM latchkey.leads AS l WHERE l.account_id = v_account AND l.id = p_lead
  ) THEN
    outcome := 'lead_unknown';
  ELSIF latchkey_api.deduct_credits(v_account, 1, 'analysis', p_title) IS NULL THEN
    outcome := 'insufficient_credits';
  ELSE
    INSERT INTO latchkey.analyses AS n (
      account_id, created_by, lead_id, title, input, credits_spent, attempt, request
    )
    VALUES (v_account, p_user, p_lead, p_title, p_input, 1, p_attempt, v_request)
    RETURNING n.* INTO v_analysis;
    outcome := 'created';
  END IF;
  IF outcome = 'created' THEN
    analysis := latchkey_api.analysis_json(v_analysis);
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.analysis_create OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.analysis_create FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.analysis_create TO "latchkey-analyses";
COMMENT ON FUNCTION latchkey_api.analysis_create
IS 'Makes an analysis and spends a credit, idempotently';
