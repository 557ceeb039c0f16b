-- Makes a lead. p_attempt: SHA-256 of the Idempotency-Key, or NULL; a repeat under the same key
-- finds the lead that the first call made.
-- outcome: created (now or by that key) | conflict (the key was used for another request) |
-- onboarding_required | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.lead_create(
  p_session uuid, p_user uuid, p_name text, p_email text, p_website text, p_notes text,
  p_attempt bytea
)
RETURNS TABLE (outcome text, lead json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account uuid;
  v_onboarded boolean;
  v_request bytea := sha256(convert_to(
    jsonb_build_array(p_name, p_email, p_website, p_notes)::text, 'UTF8'));
  v_lead latchkey.leads;
BEGIN
  SELECT t.account_id, t.onboarding_completed INTO v_account, v_onboarded
    FROM latchkey_api.tenant_enter(p_session, p_user, false) AS t;
  IF v_account IS NULL THEN
    outcome := 'revoked';
    RETURN NEXT;
    RETURN;
  END IF;
  IF NOT v_onboarded THEN
    outcome := 'onboarding_required';
    RETURN NEXT;
    RETURN;
  END IF;
  INSERT INTO latchkey.leads AS l (
    account_id, created_by, name, email, website, notes, attempt, request
  )
  VALUES (v_account, p_user, p_name, p_email, p_website, p_notes, p_attempt, v_request)
  ON CONFLICT ON CONSTRAINT leads_attempt_key DO NOTHING
  RETURNING l.* INTO v_lead;
  IF NOT FOUND THEN
    SELECT l.* INTO STRICT v_lead
      FROM latchkey.leads AS l
     WHERE l.account_id = v_account AND l.attempt = p_attempt;
  END IF;
  IF v_lead.request = v_request THEN
    outcome := 'created';
    lead := latchkey_api.lead_json(v_lead);
  ELSE
    outcome := 'conflict';
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.lead_create OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.lead_create FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.lead_create TO "latchkey-leads";
COMMENT ON FUNCTION latchkey_api.lead_create IS 'Makes a lead, idempotently';
