-- Takes the oldest analysis that waits, or whose lease has ended, for p_lease seconds. Whoever had
-- it before is refused from then on, by the fence. answer: {"analysis": null} where none waits.
-- outcome: done | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_analysis_claim(
  p_token bytea, p_lease int,
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
    PERFORM latchkey_api.analysis_sweep();
    UPDATE latchkey.analyses AS n
       SET status = 'running', attempts = n.attempts + 1, fence = n.fence + 1,
           lease_until = clock_timestamp() + make_interval(secs => p_lease),
           started_at = coalesce(n.started_at, clock_timestamp())
     WHERE n.id = (SELECT o.id
                     FROM latchkey.analyses AS o
                    WHERE o.status IN ('queued', 'running') AND o.attempts < 5
                      AND (o.status = 'queued' OR o.lease_until <= clock_timestamp())
                    ORDER BY o.created_at, o.id
                    LIMIT 1
                      FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING n.* INTO v_analysis;
    outcome := 'done';
    answer := '{"analysis": null}';
    IF FOUND THEN
      PERFORM latchkey_api.service_audit(
        'analysis_claimed', v_analysis.account_id,
        jsonb_build_object('analysis_id', v_analysis.id, 'attempt', v_analysis.attempts));
      answer := latchkey_api.service_analysis_json(v_analysis);
    END IF;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_analysis_claim OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_analysis_claim FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_analysis_claim TO "latchkey-service-analyses";
COMMENT ON FUNCTION latchkey_api.service_analysis_claim IS 'Takes the oldest analysis that waits';
