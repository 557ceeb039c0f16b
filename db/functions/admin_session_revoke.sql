-- Ends the live sessions of a user (id or e-mail), or one session. p_actor: who asks, for the audit
-- log. outcome: ended (and how many were live) | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.admin_session_revoke(p_who text, p_actor text)
RETURNS TABLE (outcome text, revoked int)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_sessions uuid[];
  v_session uuid;
BEGIN
  -- Locked in the order of their ids, as a logout does.
  v_sessions := ARRAY(
    SELECT s.id
      FROM latchkey.sessions AS s
     WHERE s.id = ANY(latchkey_api.admin_sessions(p_who))
     ORDER BY s.id
       FOR UPDATE
  );
  revoked := 0;
  FOREACH v_session IN ARRAY v_sessions LOOP
    revoked := revoked + latchkey_api.session_end(
      v_session, 'admin', jsonb_build_object('actor', p_actor), NULL, NULL, NULL
    )::int;
  END LOOP;
  outcome := CASE WHEN cardinality(v_sessions) = 0 THEN 'unknown' ELSE 'ended' END;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_session_revoke OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_session_revoke FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_session_revoke TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_session_revoke IS 'Ends sessions, as an administrator';
