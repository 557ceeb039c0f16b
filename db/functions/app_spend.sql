-- latchkey_app.spend: spends credits in the caller's transaction. Returns the id of the entry.
CREATE OR REPLACE FUNCTION latchkey_api.app_spend(
  p_account uuid, p_amount bigint, p_description text, p_key text
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
  PERFORM latchkey_api.app_check(
    coalesce(p_amount, 0), coalesce(p_description, ''), coalesce(p_key, ''), NULL);
  SELECT c.outcome, c.id INTO v_outcome, v_id
    FROM latchkey_api.credits_change(
           'role ' || session_user, sha256(convert_to(p_key, 'UTF8')), p_account, -p_amount,
           'spend', p_description, NULL) AS c;
  PERFORM latchkey_api.app_refuse(v_outcome);
  RETURN v_id;
EXCEPTION
  WHEN lock_not_available OR deadlock_detected THEN
    RAISE EXCEPTION 'the account is locked by another transaction' USING ERRCODE = 'LK409';
END
$fn$;
ALTER FUNCTION latchkey_api.app_spend OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_spend FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.app_spend TO latchkey_owner;
COMMENT ON FUNCTION latchkey_api.app_spend IS 'Behind latchkey_app.spend';
