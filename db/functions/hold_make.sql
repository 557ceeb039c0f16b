-- Sets credits of an account aside for p_ttl seconds, once for a caller's key. A repeat is answered
-- as the first time.
-- outcome: made | conflict (the key was used for another request) | insufficient_credits | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.hold_make(
  p_caller text, p_key bytea, p_account uuid, p_amount bigint, p_ttl int, p_description text,
  p_reference text
)
RETURNS TABLE (outcome text, id uuid, answer json)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_id uuid := gen_random_uuid();
  v_request bytea := sha256(convert_to(jsonb_build_array(
    'hold', p_account, p_amount, p_ttl, p_description, p_reference)::text, 'UTF8'));
  v_available bigint;
  v_expires_at timestamptz;
  v_is_new boolean := false;
  v_before latchkey.service_requests;
  v_hold latchkey.credit_holds;
BEGIN
  v_available := latchkey_api.credits_available(p_account) - p_amount;
  IF v_available IS NULL THEN
    outcome := 'unknown';
    RETURN NEXT;
    RETURN;
  END IF;
  IF v_available >= 0 THEN
    v_expires_at := clock_timestamp() + make_interval(secs => p_ttl);
    INSERT INTO latchkey.service_requests AS r (
      caller, key, request, subject_id, available, expires_at
    )
    VALUES (p_caller, p_key, v_request, v_id, v_available, v_expires_at)
    ON CONFLICT ON CONSTRAINT service_requests_pkey DO NOTHING;
    v_is_new := FOUND;
  END IF;
  IF v_is_new THEN
    INSERT INTO latchkey.credit_holds AS h (
      id, account_id, amount, description, reference, expires_at
    )
    VALUES (v_id, p_account, p_amount, p_description, p_reference, v_expires_at)
    RETURNING h.* INTO v_hold;
    PERFORM latchkey_api.service_audit('credits_held', p_account, jsonb_build_object(
      'amount', p_amount, 'hold_id', v_id));
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
    SELECT h.* INTO v_hold FROM latchkey.credit_holds AS h WHERE h.id = v_before.subject_id;
    v_hold.state := 'open';
    v_hold.expires_at := v_before.expires_at;
  END IF;
  outcome := 'made';
  id := v_hold.id;
  answer := json_build_object('hold', latchkey_api.hold_json(v_hold), 'available', v_available);
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.hold_make OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.hold_make FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.hold_make TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.hold_make IS 'Internal: sets credits aside, once for a key';
