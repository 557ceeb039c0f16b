-- Has a hold expire p_ttl seconds from now.
-- outcome: done | hold_expired (and what can be spent does not cover it) | hold_settled |
-- hold_released | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.hold_renew(p_hold uuid, p_ttl int)
RETURNS TABLE (outcome text, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_others bigint;
  v_hold latchkey.credit_holds;
BEGIN
  v_others := latchkey_api.hold_lock(p_hold);
  SELECT h.* INTO v_hold FROM latchkey.credit_holds AS h WHERE h.id = p_hold;
  IF v_hold.state <> 'open' THEN
    outcome := 'hold_' || v_hold.state;
  ELSIF v_others < v_hold.amount THEN
    outcome := 'hold_expired';
  ELSIF v_hold.state = 'open' THEN
    UPDATE latchkey.credit_holds AS h
       SET expires_at = clock_timestamp() + make_interval(secs => p_ttl)
     WHERE h.id = p_hold
    RETURNING h.* INTO v_hold;
    PERFORM latchkey_api.service_audit('hold_renewed', v_hold.account_id, jsonb_build_object(
      'amount', v_hold.amount, 'hold_id', p_hold));
    outcome := 'done';
    answer := json_build_object('hold', latchkey_api.hold_json(v_hold),
                                'available', v_others - v_hold.amount);
  ELSE
    outcome := 'unknown';
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.hold_renew OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.hold_renew FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.hold_renew TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.hold_renew IS 'Internal: has a hold expire later';
