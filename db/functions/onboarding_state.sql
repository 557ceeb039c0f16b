-- How far an account's onboarding is, as the API says it. A step is saved once its required field
-- is. Internal; row-level security decides what it sees.
CREATE OR REPLACE FUNCTION latchkey_api.onboarding_state(p_account uuid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_profile latchkey.business_profiles;
  v_completed boolean;
BEGIN
  SELECT a.onboarding_completed INTO v_completed
    FROM latchkey.accounts AS a
   WHERE a.id = p_account;
  SELECT b.* INTO v_profile
    FROM latchkey.business_profiles AS b
   WHERE b.account_id = p_account;
  RETURN json_build_object(
    'onboardingCompleted', v_completed,
    'currentStep', CASE WHEN v_profile.business_name IS NULL THEN 'business'
                        WHEN v_profile.target_audience IS NULL THEN 'audience'
                        WHEN v_profile.analysis_goals IS NULL THEN 'goals'
                        ELSE 'done' END,
    'steps', json_build_object(
      'business', CASE WHEN v_profile.business_name IS NOT NULL THEN json_build_object(
        'business_name', v_profile.business_name, 'website', v_profile.website) END,
      'audience', CASE WHEN v_profile.target_audience IS NOT NULL THEN json_build_object(
        'target_audience', v_profile.target_audience) END,
      'goals', CASE WHEN v_profile.analysis_goals IS NOT NULL THEN json_build_object(
        'analysis_goals', v_profile.analysis_goals) END));
END
$fn$;
ALTER FUNCTION latchkey_api.onboarding_state OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.onboarding_state FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.onboarding_state IS 'Internal: onboarding progress as JSON';
