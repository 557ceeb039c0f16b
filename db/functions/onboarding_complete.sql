-- Completes onboarding, once: the profile is final, the account is let in, the event is logged and
-- the jobs are queued, all or nothing. p_fields: validated profile fields that count as saved; one
-- that is absent or null keeps what a step saved.
-- outcome: completed (now or before; before: nothing is written) | incomplete (missing: JSON array
-- of fields; nothing is written) | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.onboarding_complete(
  p_session uuid, p_user uuid, p_fields jsonb, p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, account_id uuid, missing json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account uuid;
  v_onboarded boolean;
  v_profile latchkey.business_profiles;
BEGIN
  SELECT t.account_id, t.onboarding_completed INTO v_account, v_onboarded
    FROM latchkey_api.tenant_enter(p_session, p_user, true) AS t;
  IF v_account IS NULL THEN
    outcome := 'revoked';
    RETURN NEXT;
    RETURN;
  END IF;
  account_id := v_account;
  IF v_onboarded THEN
    outcome := 'completed';
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT b.* INTO v_profile
    FROM latchkey.business_profiles AS b
   WHERE b.account_id = v_account;
  v_profile := jsonb_populate_record(v_profile, jsonb_build_object(
    'account_id', v_account,
    'business_name', coalesce(p_fields ->> 'business_name', v_profile.business_name),
    'website', coalesce(p_fields ->> 'website', v_profile.website),
    'target_audience', coalesce(p_fields ->> 'target_audience', v_profile.target_audience),
    'analysis_goals', coalesce(p_fields ->> 'analysis_goals', v_profile.analysis_goals),
    'business_one_liner', coalesce(p_fields ->> 'business_one_liner', v_profile.business_one_liner),
    'business_context_pack', coalesce(nullif(p_fields -> 'business_context_pack', 'null'),
                                      v_profile.business_context_pack),
    'updated_at', now()));
  missing := array_to_json(array_remove(ARRAY[
    CASE WHEN v_profile.business_name IS NULL THEN 'business_name' END,
    CASE WHEN v_profile.target_audience IS NULL THEN 'target_audience' END,
    CASE WHEN v_profile.analysis_goals IS NULL THEN 'analysis_goals' END], NULL));
  IF json_array_length(missing) > 0 THEN
    outcome := 'incomplete';
    RETURN NEXT;
    RETURN;
  END IF;

  INSERT INTO latchkey.business_profiles AS b SELECT v_profile.*
  ON CONFLICT ON CONSTRAINT business_profiles_pkey DO UPDATE
    SET business_name = excluded.business_name, website = excluded.website,
        target_audience = excluded.target_audience, analysis_goals = excluded.analysis_goals,
        business_one_liner = excluded.business_one_liner,
        business_context_pack = excluded.business_context_pack, updated_at = excluded.updated_at;
  PERFORM latchkey_api.onboarding_finish(
    v_account, p_user, p_session, v_profile.business_name, v_profile.website, p_ip, p_user_agent,
    p_request_id);
  outcome := 'completed';
  missing := NULL;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.onboarding_complete OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.onboarding_complete FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.onboarding_complete TO "latchkey-onboarding-complete";
COMMENT ON FUNCTION latchkey_api.onboarding_complete IS 'Completes onboarding';
