-- Refuses a balance that the ledger does not say: an account starts with none, and from then on
-- has what its newest entry came to. So a change by hand fails, whoever makes it.
CREATE OR REPLACE FUNCTION latchkey_api.ledger_guard()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_balance bigint;
BEGIN
  SELECT t.balance_after INTO v_balance
    FROM latchkey.credit_transactions AS t
   WHERE t.account_id = new.id
   ORDER BY t.created_at DESC, t.id DESC
   LIMIT 1;
  IF new.credits <> coalesce(v_balance, 0) THEN
    RAISE EXCEPTION 'accounts.credits changes only by inserting into credit_transactions'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN new;
END
$fn$;
ALTER FUNCTION latchkey_api.ledger_guard OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.ledger_guard FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.ledger_guard IS 'Trigger: balance = what the ledger says';

CREATE OR REPLACE TRIGGER ledger_guard_insert BEFORE INSERT ON latchkey.accounts
FOR EACH ROW WHEN (new.credits <> 0) EXECUTE FUNCTION latchkey_api.ledger_guard();
CREATE OR REPLACE TRIGGER ledger_guard_update BEFORE UPDATE OF credits, id ON latchkey.accounts
FOR EACH ROW EXECUTE FUNCTION latchkey_api.ledger_guard();
