-- latchkey_app.hold: sets credits aside in the caller's transaction. Returns the id of the hold.
CREATE OR REPLACE FUNCTION latchkey_api.app_hold(
  p_account uuid, p_amount bigint, p_ttl int, p_description text, p_key text
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
    coalesce(p_amount, 0), coalesce(p_description, ''), coalesce(p_key, ''), coalesce(p_ttl, 0));
  SELECT h.outcome, h.id INTO v_outcome, v_id
    FROM latchkey_api.hold_make(
           'role ' || session_user, sha256(convert_to(p_key, 'UTF8')), p_account, p_amount, p_ttl,
           p_description, NULL) AS h;
  PERFORM latchkey_api.app_refuse(v_outcome);
  RETURN v_id;
EXCEPTION
  WHEN lock_not_available OR deadlock_detected THEN
    RAISE EXCEPTION 'the account is locked by another transaction' USING ERRCODE = 'LK409';
END
$fn$;
ALTER FUNCTION latchkey_api.app_hold OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_hold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.app_hold TO latchkey_owner;
COMMENT ON FUNCTION latchkey_api.app_hold IS 'Behind latchkey_app.hold';
