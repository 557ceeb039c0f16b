-- Gives an analysis up: with p_retry it is queued again, unless this was the fifth attempt;
-- otherwise it fails and its credits are given back. Again with the same fence: the same.
-- outcome: done | lease_lost | unknown | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_analysis_fail(
  p_token bytea, p_id uuid, p_fence bigint, p_reason text, p_retry boolean,
  p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account uuid;
  v_analysis latchkey.analyses;
BEGIN
  outcome := (latchkey_api.service_enter(
    p_token, 'analyses:work', p_ip, p_user_agent, p_request_id)).outcome;
  IF outcome = 'ok' THEN
    SELECT n.account_id INTO v_account FROM latchkey.analyses AS n WHERE n.id = p_id;
    PERFORM latchkey_api.credits_available(v_account);
    SELECT n.* INTO v_analysis
      FROM latchkey.analyses AS n
     WHERE n.id = p_id AND n.fence = p_fence
       FOR NO KEY UPDATE;
    outcome := 'done';
    IF v_analysis.status = 'running' AND p_retry AND v_analysis.attempts < 5 THEN
      UPDATE latchkey.analyses AS n
         SET status = 'queued', lease_until = NULL
       WHERE n.id = p_id
      RETURNING n.* INTO v_analysis;
      PERFORM latchkey_api.service_audit(
        'analysis_queued_again', v_analysis.account_id,
        jsonb_build_object('analysis_id', v_analysis.id, 'attempt', v_analysis.attempts));
    ELSIF v_analysis.status = 'running' THEN
      v_analysis := latchkey_api.analysis_fail(p_id, p_reason);
    ELSIF NOT coalesce(v_analysis.status = 'failed' OR v_analysis.status = 'queued' AND p_retry,
                       false) THEN
      outcome := latchkey_api.analysis_not_held(p_id);
    END IF;
    IF outcome = 'done' THEN
      answer := latchkey_api.service_analysis_json(v_analysis);
    END IF;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_analysis_fail OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_analysis_fail FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_analysis_fail TO "latchkey-service-analyses";
COMMENT ON FUNCTION latchkey_api.service_analysis_fail IS 'Gives an analysis up';
