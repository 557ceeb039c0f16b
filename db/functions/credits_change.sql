-- Spends credits of an account (p_amount below zero) or gives it some, once for a caller's key. A
-- repeat is answered as the first time.
-- outcome: made | conflict (the key was used for another request) | insufficient_credits | unknown.
-- id: of the entry in the ledger.
CREATE OR REPLACE FUNCTION latchkey_api.credits_change(
  p_caller text, p_key bytea, p_account uuid, p_amount bigint, p_type text, p_description text,
  p_reference text
)
RETURNS TABLE (outcome text, id uuid, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_id uuid := gen_random_uuid();
  v_request bytea := sha256(convert_to(jsonb_build_array(
    p_type, p_account, p_amount, p_description, p_reference)::text, 'UTF8'));
  v_available bigint;
  v_is_new boolean := false;
  v_before latchkey.service_requests;
  v_entry latchkey.credit_transactions;
BEGIN
  v_available := latchkey_api.credits_available(p_account) + p_amount;
  IF v_available IS NULL THEN
    outcome := 'unknown';
    RETURN NEXT;
    RETURN;
  END IF;
  IF v_available >= 0 THEN
    INSERT INTO latchkey.service_requests AS r (caller, key, request, subject_id, available)
    VALUES (p_caller, p_key, v_request, v_id, v_available)
    ON CONFLICT ON CONSTRAINT service_requests_pkey DO NOTHING;
    v_is_new := FOUND;
  END IF;
  IF v_is_new THEN
    INSERT INTO latchkey.credit_transactions AS t (
      id, account_id, amount, type, description, reference
    )
    VALUES (v_id, p_account, p_amount, p_type, p_description, p_reference)
    RETURNING t.* INTO v_entry;
    PERFORM latchkey_api.service_audit(
      CASE WHEN p_amount < 0 THEN 'credits_spent' ELSE 'credits_granted' END, p_account,
      jsonb_build_object('amount', abs(p_amount), 'transaction_id', v_id));
  ELSE
    SELECT r.* INTO v_before
      FROM latchkey.service_requests AS r
     WHERE r.caller = p_caller AND r.key = p_key;
    IF v_before.request IS DISTINCT FROM v_request THEN
      outcome := CASE WHEN v_before.key IS NULL THEN 'insufficient_credits' ELSE 'conflict' END;
      RETURN NEXT;
      RETURN;
    END IF;
    v_available := v_before.available;
    SELECT t.* INTO v_entry
      FROM latchkey.credit_transactions AS t
     WHERE t.id = v_before.subject_id;
  END IF;
  outcome := 'made';
  id := v_entry.id;
  answer := json_build_object('transaction', latchkey_api.credit_entry_json(v_entry),
                              'balance', v_entry.balance_after, 'available', v_available);
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.credits_change OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.credits_change FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.credits_change TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.credits_change
IS 'Internal: spends or gives credits, once for a key';
