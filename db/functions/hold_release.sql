-- Frees what a hold set aside; an expired one too. Again: the same answer.
-- outcome: done | hold_settled | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.hold_release(p_hold uuid)
RETURNS TABLE (outcome text, balance bigint, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_others bigint;
  v_hold latchkey.credit_holds;
BEGIN
  v_others := latchkey_api.hold_lock(p_hold);
  SELECT h.* INTO v_hold FROM latchkey.credit_holds AS h WHERE h.id = p_hold;
  IF v_hold.state = 'open' THEN
    UPDATE latchkey.credit_holds AS h
       SET state = 'released', ended_at = clock_timestamp(), available = v_others,
           balance = (SELECT a.credits FROM latchkey.accounts AS a WHERE a.id = h.account_id)
     WHERE h.id = p_hold
    RETURNING h.* INTO v_hold;
    PERFORM latchkey_api.service_audit('hold_released', v_hold.account_id, jsonb_build_object(
      'amount', v_hold.amount, 'hold_id', p_hold));
  END IF;
  outcome := CASE v_hold.state WHEN 'released' THEN 'done' WHEN 'settled' THEN 'hold_settled'
                               ELSE 'unknown' END;
  balance := v_hold.balance;
  IF outcome = 'done' THEN
    answer := json_build_object('hold', latchkey_api.hold_json(v_hold),
                                'available', v_hold.available);
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.hold_release OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.hold_release FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.hold_release TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.hold_release IS 'Internal: frees what is held';
