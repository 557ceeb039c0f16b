-- What can be spent of an account's credits: its balance without what open holds set aside, but for
-- the hold p_except. The account's row stays locked until the transaction ends, so that the answer
-- holds as long. Every spender asks here first. NULL where there is no such account.
-- The order of locks, for all that spends: the account, then a hold or an analysis of it.
CREATE OR REPLACE FUNCTION latchkey_api.credits_available(
  p_account uuid, p_except uuid DEFAULT NULL
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_balance bigint;
BEGIN
  SELECT a.credits INTO v_balance
    FROM latchkey.accounts AS a
   WHERE a.id = p_account
     FOR NO KEY UPDATE;
  RETURN v_balance - latchkey_api.credits_held(p_account, p_except);
END
$fn$;
ALTER FUNCTION latchkey_api.credits_available OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.credits_available FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.credits_available TO latchkey_tenant, latchkey_service;
COMMENT ON FUNCTION latchkey_api.credits_available
IS 'Internal: locks an account and says what can be spent';
