-- An account, its owner and its business profile.
-- outcome: found | unknown | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_account_get(
  p_token bytea, p_account uuid,
  p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  outcome := (latchkey_api.service_enter(
    p_token, 'accounts:read', p_ip, p_user_agent, p_request_id)).outcome;
  IF outcome = 'ok' THEN
    SELECT json_build_object(
             'account', json_build_object(
               'id', a.id, 'name', a.name, 'slug', a.slug, 'credits', a.credits,
               'available', a.credits - latchkey_api.credits_held(a.id)),
             'owner', json_build_object('id', u.id, 'email', u.email, 'full_name', u.full_name),
             'onboardingCompleted', a.onboarding_completed,
             'business_profile', CASE WHEN p.account_id IS NOT NULL THEN json_build_object(
               'business_name', p.business_name, 'website', p.website,
               'target_audience', p.target_audience, 'analysis_goals', p.analysis_goals,
               'business_one_liner', p.business_one_liner,
               'business_context_pack', p.business_context_pack) END)
      INTO answer
      FROM latchkey.accounts AS a
      JOIN latchkey.account_members AS m ON m.account_id = a.id AND m.role = 'owner'
      JOIN latchkey.users AS u ON u.id = m.user_id
      LEFT JOIN latchkey.business_profiles AS p ON p.account_id = a.id
     WHERE a.id = p_account;
    outcome := CASE WHEN answer IS NULL THEN 'unknown' ELSE 'found' END;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_account_get OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_account_get FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_account_get TO "latchkey-service-accounts";
COMMENT ON FUNCTION latchkey_api.service_account_get IS 'An account, for a service';
