-- Ledger, first half: under the account's row lock, a new entry gets the balance it leads to and a
-- time after all earlier entries. A balance below zero is refused by the tables' checks, and one
-- below what is held here: what a hold sets aside is spent by settling that hold alone.
CREATE OR REPLACE FUNCTION latchkey_api.ledger_append()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_balance bigint;
  v_created_at timestamptz;
BEGIN
  PERFORM FROM latchkey.accounts AS a WHERE a.id = new.account_id FOR NO KEY UPDATE;
  SELECT t.balance_after, t.created_at INTO v_balance, v_created_at
    FROM latchkey.credit_transactions AS t
   WHERE t.account_id = new.account_id
   ORDER BY t.created_at DESC, t.id DESC
   LIMIT 1;
  new.balance_after := coalesce(v_balance, 0) + new.amount;
  IF new.amount < 0
     AND new.balance_after < latchkey_api.credits_held(new.account_id, new.hold_id) THEN
    RAISE EXCEPTION 'more would be spent than is available' USING ERRCODE = 'check_violation';
  END IF;
  -- The clock may have been set back.
  new.created_at := greatest(v_created_at + interval '1 microsecond', clock_timestamp());
  RETURN new;
END
$fn$;
ALTER FUNCTION latchkey_api.ledger_append OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.ledger_append FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.ledger_append IS 'Trigger: sets an entry''s balance and time';

CREATE OR REPLACE TRIGGER ledger_append BEFORE INSERT ON latchkey.credit_transactions
FOR EACH ROW EXECUTE FUNCTION latchkey_api.ledger_append();
