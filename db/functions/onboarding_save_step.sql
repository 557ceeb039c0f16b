-- Saves one step of onboarding, replacing what the step held. p_step: business (business_name,
-- website or none), audience (target_audience), goals (analysis_goals); p_data has been validated.
-- outcome: saved | completed (too late: onboarding is over, nothing was written) | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.onboarding_save_step(
  p_session uuid, p_user uuid, p_step text, p_data jsonb
)
RETURNS TABLE (outcome text, progress json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account uuid;
  v_onboarded boolean;
BEGIN
  SELECT t.account_id, t.onboarding_completed INTO v_account, v_onboarded
    FROM latchkey_api.tenant_enter(p_session, p_user, true) AS t;
  IF v_account IS NULL THEN
    outcome := 'revoked';
    RETURN NEXT;
    RETURN;
  END IF;
  IF v_onboarded THEN
    outcome := 'completed';
  ELSE
    INSERT INTO latchkey.business_profiles AS b (
      account_id, business_name, website, target_audience, analysis_goals
    )
    SELECT v_account, d.business_name, d.website, d.target_audience, d.analysis_goals
      FROM jsonb_to_record(p_data) AS d (
        business_name text, website text, target_audience text, analysis_goals text)
    ON CONFLICT (account_id) DO UPDATE
      SET business_name = CASE WHEN p_step = 'business' THEN excluded.business_name
                               ELSE b.business_name END,
          website = CASE WHEN p_step = 'business' THEN excluded.website ELSE b.website END,
          target_audience = CASE WHEN p_step = 'audience' THEN excluded.target_audience
                                 ELSE b.target_audience END,
          analysis_goals = CASE WHEN p_step = 'goals' THEN excluded.analysis_goals
                                ELSE b.analysis_goals END,
          updated_at = now();
    outcome := 'saved';
  END IF;
  progress := latchkey_api.onboarding_state(v_account);
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.onboarding_save_step OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.onboarding_save_step FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.onboarding_save_step TO "latchkey-onboarding-save";
COMMENT ON FUNCTION latchkey_api.onboarding_save_step IS 'Saves one step of onboarding';
