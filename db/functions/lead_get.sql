-- One lead of the account. outcome: found | unknown | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.lead_get(p_session uuid, p_user uuid, p_id uuid)
RETURNS TABLE (outcome text, lead json)
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
  SELECT 'found', latchkey_api.lead_json(l.*) INTO outcome, lead
    FROM latchkey.leads AS l
   WHERE l.account_id = v_account AND l.id = p_id;
  outcome := coalesce(outcome, 'unknown');
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.lead_get OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.lead_get FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.lead_get TO "latchkey-leads";
COMMENT ON FUNCTION latchkey_api.lead_get IS 'One lead';
