-- Writes down what a service, or a database role of the adopter, has changed. Who it is and where
-- the request came from are in latchkey.service, which service_enter sets.
CREATE OR REPLACE FUNCTION latchkey_api.service_audit(p_event text, p_account uuid, p_detail jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_who jsonb := current_setting('latchkey.service')::jsonb;
BEGIN
  INSERT INTO latchkey.audit_log (event, account_id, ip, user_agent, request_id, detail)
  VALUES (p_event, p_account, (v_who ->> 'ip')::inet, v_who ->> 'user_agent',
          v_who ->> 'request_id', p_detail || (v_who - '{ip,user_agent,request_id}'::text[]));
END
$fn$;
ALTER FUNCTION latchkey_api.service_audit OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.service_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_audit TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.service_audit IS 'Internal: an audit entry of a service';
