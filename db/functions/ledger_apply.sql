-- Ledger, second half: the account's balance becomes what its newest entry says.
CREATE OR REPLACE FUNCTION latchkey_api.ledger_apply()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.accounts AS a
     SET credits = (SELECT t.balance_after
                      FROM latchkey.credit_transactions AS t
                     WHERE t.account_id = a.id
                     ORDER BY t.created_at DESC, t.id DESC
                     LIMIT 1)
   WHERE a.id = new.account_id;
  RETURN NULL;
END
$fn$;
ALTER FUNCTION latchkey_api.ledger_apply OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.ledger_apply FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.ledger_apply IS 'Trigger: carries the balance to the account';

CREATE OR REPLACE TRIGGER ledger_apply AFTER INSERT ON latchkey.credit_transactions
FOR EACH ROW EXECUTE FUNCTION latchkey_api.ledger_apply();
