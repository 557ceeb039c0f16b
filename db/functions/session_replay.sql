-- What becomes of a token that session_rotate could not spend, because it is spent or expired. A
-- retry of the client that spent it (the same Idempotency-Key, or within the grace time) gets the
-- same successor while that is unspent. Once it is spent, the same key is a late duplicate of the
-- network and is only refused; anything else is a copy of the token, and the session ends.
-- Internal: session_rotate holds the session's row lock and has found the session live at p_now.
CREATE OR REPLACE FUNCTION latchkey_api.session_replay(
  p_presented bytea, p_successor bytea, p_attempt bytea, p_grace int, p_now timestamptz,
  p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, expires_at timestamptz)
LANGUAGE plpgsql ROWS 1
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_token latchkey.refresh_tokens;
  v_next latchkey.refresh_tokens;
  v_same_attempt boolean;
  v_session latchkey.sessions;
BEGIN
  SELECT t.* INTO STRICT v_token
    FROM latchkey.refresh_tokens AS t
   WHERE t.hash = p_presented;
  IF v_token.spent_at IS NULL THEN
    outcome := 'expired';
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT t.* INTO v_next
    FROM latchkey.refresh_tokens AS t
   WHERE t.session_id = v_token.session_id AND t.predecessor = p_presented;
  v_same_attempt := coalesce(v_token.spent_attempt = p_attempt, false);
  IF v_next.hash IS NOT NULL AND v_next.spent_at IS NULL
     AND (v_same_attempt OR p_now < v_token.spent_at + make_interval(secs => p_grace)) THEN
    IF v_next.hash <> p_successor THEN
      outcome := 'invalid';
    ELSIF v_next.expires_at <= p_now THEN
      outcome := 'expired';
    ELSE
      outcome := 'replayed';
      expires_at := v_next.expires_at;
    END IF;
    RETURN NEXT;
    RETURN;
  END IF;

  outcome := 'reused';
  IF v_same_attempt THEN
    SELECT s.* INTO STRICT v_session FROM latchkey.sessions AS s WHERE s.id = v_token.session_id;
    INSERT INTO latchkey.audit_log (
      event, user_id, account_id, session_id, ip, user_agent, request_id, detail
    )
    VALUES (
      'refresh_reuse', v_session.user_id, v_session.account_id, v_session.id, p_ip,
      left(p_user_agent, 400), p_request_id, '{"revoked": false}'
    );
  ELSE
    PERFORM latchkey_api.session_end(
      v_token.session_id, 'reuse', '{}', p_ip, p_user_agent, p_request_id);
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.session_replay OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.session_replay FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.session_replay
IS 'Internal: decides on a refresh token that is spent or expired';
