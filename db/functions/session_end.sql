-- Ends one session permanently: revoked, written to the audit log, and told to whoever listens.
-- False where it had been revoked before. Internal; the caller holds the session's row lock. The
-- only function that ends sessions. Its message has the program wait before it answers, also where
-- another call has ended the session a moment ago (lib/postgres/revocation_window.h).
CREATE OR REPLACE FUNCTION latchkey_api.session_end(
  p_session uuid, p_reason text, p_detail jsonb, p_ip inet, p_user_agent text, p_request_id text
)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_session latchkey.sessions;
BEGIN
  RAISE INFO 'a session has ended' USING ERRCODE = 'LKEND';
  UPDATE latchkey.sessions AS s
     SET revoked_at = clock_timestamp(), revoked_reason = p_reason
   WHERE s.id = p_session AND s.revoked_at IS NULL
  RETURNING s.* INTO v_session;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO latchkey.audit_log (
    event, user_id, account_id, session_id, ip, user_agent, request_id, detail
  )
  VALUES (
    CASE WHEN p_reason = 'reuse' THEN 'refresh_reuse'
         WHEN p_reason IN ('logout', 'logout_elsewhere') THEN 'logout'
         ELSE 'session_revoked' END,
    v_session.user_id, v_session.account_id, p_session, p_ip, left(p_user_agent, 400),
    p_request_id, p_detail || jsonb_build_object('reason', p_reason, 'revoked', true)
  );
  PERFORM pg_notify('latchkey_revoked', p_session::text);
  RETURN true;
END
$fn$;
ALTER FUNCTION latchkey_api.session_end OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.session_end FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.session_end
IS 'Internal: revokes one session, with audit entry and notification';
