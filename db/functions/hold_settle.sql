-- Spends what a hold set aside, or p_amount of it; the rest is free again. With p_amount 0 it is a
-- release, and id is NULL. p_amount NULL: all, or what it was settled with before. p_description
-- NULL: the hold's. An expired hold is settled as long as what can be spent covers it. Again: the
-- same answer. id: of the entry in the ledger.
-- outcome: done | too_much (more than is held) | hold_expired | hold_released | hold_settled (with
-- another amount) | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.hold_settle(
  p_hold uuid, p_amount bigint, p_description text
)
RETURNS TABLE (outcome text, id uuid, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_others bigint;
  v_hold latchkey.credit_holds;
  v_entry latchkey.credit_transactions;
BEGIN
  v_others := latchkey_api.hold_lock(p_hold);
  SELECT h.* INTO v_hold FROM latchkey.credit_holds AS h WHERE h.id = p_hold;
  IF p_amount > v_hold.amount THEN
    outcome := 'too_much';
  ELSIF p_amount = 0 THEN
    SELECT r.outcome, CASE r.outcome WHEN 'done' THEN json_build_object(
             'hold', r.answer -> 'hold', 'transaction', NULL, 'balance', r.balance,
             'available', r.answer -> 'available') END
      INTO outcome, answer
      FROM latchkey_api.hold_release(p_hold) AS r;
  ELSIF v_hold.state = 'released' THEN
    outcome := 'hold_released';
  ELSIF v_hold.state = 'open' AND v_others < coalesce(p_amount, v_hold.amount) THEN
    outcome := 'hold_expired';
  ELSIF v_hold.state = 'open' THEN
    INSERT INTO latchkey.credit_transactions AS t (
      account_id, amount, type, description, reference, hold_id
    )
    VALUES (v_hold.account_id, -coalesce(p_amount, v_hold.amount), 'spend',
            coalesce(p_description, v_hold.description), v_hold.reference, p_hold)
    RETURNING t.* INTO v_entry;
    UPDATE latchkey.credit_holds AS h
       SET state = 'settled', ended_at = clock_timestamp(), balance = v_entry.balance_after,
           available = v_others + v_entry.amount
     WHERE h.id = p_hold
    RETURNING h.* INTO v_hold;
    PERFORM latchkey_api.service_audit('hold_settled', v_hold.account_id, jsonb_build_object(
      'amount', -v_entry.amount, 'hold_id', p_hold, 'transaction_id', v_entry.id));
  ELSIF v_hold.state = 'settled' THEN
    SELECT t.* INTO v_entry FROM latchkey.credit_transactions AS t WHERE t.hold_id = p_hold;
    IF p_amount <> -v_entry.amount THEN
      outcome := 'hold_settled';
    END IF;
  ELSE
    outcome := 'unknown';
  END IF;
  IF outcome IS NULL THEN
    outcome := 'done';
    id := v_entry.id;
    answer := json_build_object(
      'hold', latchkey_api.hold_json(v_hold),
      'transaction', latchkey_api.credit_entry_json(v_entry),
      'balance', v_hold.balance, 'available', v_hold.available);
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.hold_settle OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.hold_settle FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.hold_settle TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.hold_settle IS 'Internal: spends what is held';
