-- latchkey_app.settle: spends what a hold set aside, in the caller's transaction. p_amount NULL:
-- all of it; p_description NULL: the hold's. Returns the id of the entry, NULL where p_amount is 0.
CREATE OR REPLACE FUNCTION latchkey_api.app_settle(
  p_hold uuid, p_amount bigint, p_description text
)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
AS $fn$
DECLARE
  v_outcome text;
  v_id uuid;
BEGIN
  PERFORM latchkey_api.app_enter();
  PERFORM latchkey_api.app_check(nullif(p_amount, 0), p_description, NULL, NULL);
  SELECT h.outcome, h.id INTO v_outcome, v_id
    FROM latchkey_api.hold_settle(p_hold, p_amount, p_description) AS h;
  PERFORM latchkey_api.app_refuse(v_outcome);
  RETURN v_id;
EXCEPTION
  WHEN lock_not_available OR deadlock_detected THEN
    RAISE EXCEPTION 'the account is locked by another transaction' USING ERRCODE = 'LK409';
END
$fn$;
ALTER FUNCTION latchkey_api.app_settle OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_settle FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.app_settle TO latchkey_owner;
COMMENT ON FUNCTION latchkey_api.app_settle IS 'Behind latchkey_app.settle';
