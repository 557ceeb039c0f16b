-- Lets a service in: finds its token, the current one or, for a time, the one before, and its
-- scope; tells row-level security and service_audit for the rest of the transaction who is calling.
-- caller: whose Idempotency-Keys these are. outcome: ok | service_token_invalid | scope_missing.
CREATE OR REPLACE FUNCTION latchkey_api.service_enter(
  p_token bytea, p_scope text, p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (outcome text, caller text)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_service latchkey.services;
BEGIN
  PERFORM set_config('latchkey.service', '', true);
  SELECT s.* INTO v_service FROM latchkey.services AS s WHERE s.token_hash = p_token;
  IF NOT FOUND THEN
    SELECT s.* INTO v_service
      FROM latchkey.services AS s
     WHERE s.previous_hash = p_token AND s.previous_until > now();
  END IF;
  IF v_service.id IS NULL THEN
    outcome := 'service_token_invalid';
  ELSIF p_scope <> ALL (v_service.scopes) THEN
    outcome := 'scope_missing';
  ELSE
    outcome := 'ok';
    caller := 'service ' || v_service.id;
    PERFORM set_config('latchkey.service', jsonb_build_object(
      'service', v_service.name, 'ip', p_ip, 'user_agent', left(p_user_agent, 400),
      'request_id', p_request_id)::text, true);
  END IF;
  -- Nobody waits for this row, and it changes once a minute only.
  IF coalesce(v_service.last_used_at < now() - interval '1 minute', v_service.id IS NOT NULL) THEN
    UPDATE latchkey.services AS s
       SET last_used_at = now()
     WHERE s.id = (SELECT o.id
                     FROM latchkey.services AS o
                    WHERE o.id = v_service.id
                      FOR NO KEY UPDATE SKIP LOCKED);
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.service_enter OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.service_enter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.service_enter TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.service_enter IS 'Internal: checks a service''s token and scope';
