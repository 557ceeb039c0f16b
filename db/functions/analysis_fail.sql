-- Ends an analysis as failed and gives its credits back. The caller has locked its account and then
-- its row, and found it running.
CREATE OR REPLACE FUNCTION latchkey_api.analysis_fail(p_id uuid, p_reason text)
RETURNS latchkey.analyses
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_analysis latchkey.analyses;
BEGIN
  UPDATE latchkey.analyses AS n
     SET status = 'failed', failure_reason = p_reason, lease_until = NULL,
         finished_at = clock_timestamp()
   WHERE n.id = p_id
  RETURNING n.* INTO v_analysis;
  PERFORM latchkey_api.credits_refund(
    v_analysis.account_id, v_analysis.credits_spent, v_analysis.title, p_id);
  PERFORM latchkey_api.service_audit('analysis_failed', v_analysis.account_id, jsonb_build_object(
    'analysis_id', p_id, 'attempt', v_analysis.attempts));
  RETURN v_analysis;
END
$fn$;
ALTER FUNCTION latchkey_api.analysis_fail OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.analysis_fail FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.analysis_fail
IS 'Internal: fails an analysis and gives its credit back';
