-- Spends credits, atomically or not at all. Returns the balance after it, or NULL where the account
-- has too few. For the functions of tenants; no worker may call it.
CREATE OR REPLACE FUNCTION latchkey_api.deduct_credits(
  p_account uuid, p_amount bigint, p_type text, p_description text
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_balance bigint;
BEGIN
  IF latchkey_api.credits_available(p_account) < p_amount THEN
    RETURN NULL;
  END IF;
  INSERT INTO latchkey.credit_transactions AS t (account_id, amount, type, description)
  VALUES (p_account, -p_amount, p_type, p_description)
  RETURNING t.balance_after INTO v_balance;
  RETURN v_balance;
END
$fn$;
ALTER FUNCTION latchkey_api.deduct_credits OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.deduct_credits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.deduct_credits TO latchkey_tenant;
COMMENT ON FUNCTION latchkey_api.deduct_credits
IS 'Internal: spends credits, or says that there are too few';
