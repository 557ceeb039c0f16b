-- Has the lease of an analysis end p_lease seconds from now.
-- outcome: done | lease_lost | unknown | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_analysis_renew(
  p_token bytea, p_id uuid, p_fence bigint, p_lease int,
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
       SET lease_until = clock_timestamp() + make_interval(secs => p_lease)
     WHERE n.id = p_id AND n.fence = p_fence AND n.status = 'running'
    RETURNING n.* INTO v_analysis;
    IF FOUND THEN
      outcome := 'done';
      PERFORM latchkey_api.service_audit(
        'analysis_renewed', v_analysis.account_id,
        jsonb_build_object('analysis_id', v_analysis.id, 'attempt', v_analysis.attempts));
      answer := latchkey_api.service_analysis_json(v_analysis);
    ELSE
      outcome := latchkey_api.analysis_not_held(p_id);
    END IF;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_analysis_renew OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_analysis_renew FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_analysis_renew TO "latchkey-service-analyses";
COMMENT ON FUNCTION latchkey_api.service_analysis_renew IS 'Has a lease end later';
