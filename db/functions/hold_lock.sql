-- Locks the account of a hold, and says what can be spent of it besides this hold. NULL where there
-- is no such hold. A hold changes under this lock only, so it is to be read after it.
CREATE OR REPLACE FUNCTION latchkey_api.hold_lock(p_hold uuid)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN latchkey_api.credits_available(h.account_id, h.id)
    FROM latchkey.credit_holds AS h
   WHERE h.id = p_hold;
END
$fn$;
ALTER FUNCTION latchkey_api.hold_lock OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.hold_lock FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.hold_lock IS 'Internal: locks the account of a hold';
