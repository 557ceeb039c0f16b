-- How far the account's onboarding is. outcome: ok | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.onboarding_progress(p_session uuid, p_user uuid)
RETURNS TABLE (outcome text, progress json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account uuid;
BEGIN
  SELECT t.account_id INTO v_account
    FROM latchkey_api.tenant_enter(p_session, p_user, false) AS t;
  IF v_account IS NULL THEN
    outcome := 'revoked';
    RETURN NEXT;
    RETURN;
  END IF;
  outcome := 'ok';
  progress := latchkey_api.onboarding_state(v_account);
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.onboarding_progress OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.onboarding_progress FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.onboarding_progress TO "latchkey-onboarding-progress";
COMMENT ON FUNCTION latchkey_api.onboarding_progress IS 'Onboarding progress';
