-- Lets a tenant function in: finds the session live, tells row-level security for the rest of the
-- transaction who is calling, and says which account the session is for. account_id is NULL where
-- the session is revoked, expired or unknown; nothing is visible then. With p_lock the account's
-- row stays locked until the transaction ends, so that what is checked next still holds when it is
-- acted on.
CREATE OR REPLACE FUNCTION latchkey_api.tenant_enter(p_session uuid, p_user uuid, p_lock boolean)
RETURNS TABLE (account_id uuid, onboarding_completed boolean)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  PERFORM set_config('latchkey.user_id', '', true);
  SELECT s.account_id, a.onboarding_completed INTO account_id, onboarding_completed
    FROM latchkey.sessions AS s
    JOIN latchkey.accounts AS a ON a.id = s.account_id
   WHERE s.id = p_session AND s.user_id IS NOT DISTINCT FROM p_user
     AND s.revoked_at IS NULL AND s.expires_at > now();
  IF FOUND THEN
    PERFORM set_config('latchkey.user_id', p_user::text, true);
    IF p_lock THEN
      SELECT a.onboarding_completed INTO onboarding_completed
        FROM latchkey.accounts AS a
       WHERE a.id = tenant_enter.account_id
         FOR NO KEY UPDATE;
    END IF;
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.tenant_enter OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.tenant_enter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.tenant_enter TO latchkey_tenant;
COMMENT ON FUNCTION latchkey_api.tenant_enter
IS 'Internal: checks the session and sets who is calling';
