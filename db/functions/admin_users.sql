-- The users that an administrator's word can mean: a user's id, or an e-mail in any case (of
-- ASCII, so that the language of the database does not matter). Internal.
CREATE OR REPLACE FUNCTION latchkey_api.admin_users(p_who text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_id uuid := latchkey_api.uuid_or_null(p_who);
BEGIN
  RETURN ARRAY(
    SELECT u.id FROM latchkey.users AS u WHERE u.id = v_id OR lower(u.email) = lower(p_who COLLATE "C")
  );
END
$fn$;
ALTER FUNCTION latchkey_api.admin_users OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_users FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.admin_users IS 'Internal: users by id or e-mail';
