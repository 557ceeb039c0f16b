-- One analysis of the account, with its input and its result. outcome: found | unknown | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.analysis_get(p_session uuid, p_user uuid, p_id uuid)
RETURNS TABLE (outcome text, analysis json)
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
  SELECT 'found', latchkey_api.analysis_json(n.*)::jsonb || jsonb_build_object(
           'input', n.input, 'result', n.result)
    INTO outcome, analysis
    FROM latchkey.analyses AS n
   WHERE n.account_id = v_account AND n.id = p_id;
  outcome := coalesce(outcome, 'unknown');
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.analysis_get OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.analysis_get FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.analysis_get TO "latchkey-analyses";
COMMENT ON FUNCTION latchkey_api.analysis_get IS 'One analysis';
