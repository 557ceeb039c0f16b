-- Locks an account's row until the transaction ends, unless somebody has it: says whether it did.
CREATE OR REPLACE FUNCTION latchkey_api.account_try_lock(p_account uuid)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  PERFORM FROM latchkey.accounts AS a WHERE a.id = p_account FOR NO KEY UPDATE SKIP LOCKED;
  RETURN FOUND;
END
$fn$;
ALTER FUNCTION latchkey_api.account_try_lock OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.account_try_lock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.account_try_lock TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.account_try_lock IS 'Internal: locks an account that nobody has';
