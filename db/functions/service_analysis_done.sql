-- Keeps what came out of an analysis. Again with the same fence: the same.
-- outcome: done | lease_lost | unknown | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_analysis_done(
  p_token bytea, p_id uuid, p_fence bigint, p_result jsonb,
  p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_analysis latchkey.analyses;
BEGIN
  outcome := (latchkey_api.service_enter(
    p_token, 'analyses:work', p_ip, p_user_agent, p_request_id)).outcome;
  IF outcome = 'ok' THEN
    UPDATE latchkey.analyses AS n
       SET status = 'done', result = p_result, lease_until = NULL, finished_at = clock_timestamp()
     WHERE n.id = p_id AND n.fence = p_fence AND n.status = 'running'
    RETURNING n.* INTO v_analysis;
    IF FOUND THEN
      PERFORM latchkey_api.service_audit(
        'analysis_done', v_analysis.account_id,
        jsonb_build_object('analysis_id', v_analysis.id, 'attempt', v_analysis.attempts));
    ELSE
      SELECT n.* INTO v_analysis
        FROM latchkey.analyses AS n
       WHERE n.id = p_id AND n.fence = p_fence AND n.status = 'done';
    END IF;
    IF FOUND THEN
      outcome := 'done';
      answer := latchkey_api.service_analysis_json(v_analysis);
    ELSE
      outcome := latchkey_api.analysis_not_held(p_id);
    END IF;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_analysis_done OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_analysis_done FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_analysis_done TO "latchkey-service-analyses";
COMMENT ON FUNCTION latchkey_api.service_analysis_done IS 'Ends an analysis with its result';
