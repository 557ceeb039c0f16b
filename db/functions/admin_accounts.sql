-- The accounts that an administrator's word can mean: an account's id or slug, or one of its users
-- by id or e-mail. Internal.
CREATE OR REPLACE FUNCTION latchkey_api.admin_accounts(p_who text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_id uuid := latchkey_api.uuid_or_null(p_who);
BEGIN
  RETURN ARRAY(
    SELECT a.id FROM latchkey.accounts AS a WHERE a.id = v_id OR a.slug = p_who
     UNION
    SELECT m.account_id
      FROM latchkey.account_members AS m
     WHERE m.user_id = ANY(latchkey_api.admin_users(p_who))
  );
END
$fn$;
ALTER FUNCTION latchkey_api.admin_accounts OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_accounts FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.admin_accounts IS 'Internal: accounts by id, slug or user';
