-- Adds credits to the account of p_who (account's id or slug, user's id or e-mail), or takes some
-- back where p_amount is negative. p_reason goes into the ledger, p_actor into the audit log.
-- outcome: granted | unknown | ambiguous (several accounts fit) | insufficient_credits.
CREATE OR REPLACE FUNCTION latchkey_api.admin_credits_grant(
  p_who text, p_amount bigint, p_reason text, p_actor text
)
RETURNS TABLE (outcome text, account_id uuid, account_name text, balance bigint)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_accounts uuid[];
BEGIN
  v_accounts := latchkey_api.admin_accounts(p_who);
  IF cardinality(v_accounts) <> 1 THEN
    outcome := CASE cardinality(v_accounts) WHEN 0 THEN 'unknown' ELSE 'ambiguous' END;
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT 'granted', a.id, a.name, a.credits INTO outcome, account_id, account_name, balance
    FROM latchkey.accounts AS a
   WHERE a.id = v_accounts[1]
     FOR NO KEY UPDATE;
  IF p_amount < 0 AND latchkey_api.credits_available(v_accounts[1]) + p_amount < 0 THEN
    outcome := 'insufficient_credits';
  ELSE
    INSERT INTO latchkey.credit_transactions AS t (account_id, amount, type, description)
    VALUES (v_accounts[1], p_amount, 'grant', p_reason)
    RETURNING t.balance_after INTO balance;
    INSERT INTO latchkey.audit_log (event, account_id, detail)
    VALUES ('credits_granted', v_accounts[1], jsonb_build_object(
              'amount', p_amount, 'reason', p_reason, 'actor', p_actor));
  END IF;
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_credits_grant OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_credits_grant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_credits_grant TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_credits_grant IS 'Grants credits, as an administrator';
