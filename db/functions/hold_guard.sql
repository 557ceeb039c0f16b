-- A hold that is made or renewed has to be covered by the account's credits, whoever writes it. The
-- account's row changes with it: see accounts.holds_changed.
CREATE OR REPLACE FUNCTION latchkey_api.hold_guard()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_balance bigint;
BEGIN
  UPDATE latchkey.accounts AS a
     SET holds_changed = a.holds_changed + 1
   WHERE a.id = new.account_id
  RETURNING a.credits INTO v_balance;
  IF v_balance < latchkey_api.credits_held(new.account_id) THEN
    RAISE EXCEPTION 'more would be held than the account has'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$fn$;
ALTER FUNCTION latchkey_api.hold_guard OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.hold_guard FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.hold_guard IS 'Trigger: holds are covered by credits';

CREATE OR REPLACE TRIGGER hold_guard AFTER INSERT OR UPDATE OF amount, expires_at, account_id
ON latchkey.credit_holds
FOR EACH ROW EXECUTE FUNCTION latchkey_api.hold_guard();
