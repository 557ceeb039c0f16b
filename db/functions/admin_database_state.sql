-- What `latchkey doctor` compares with the build and the machine: the latest migration, a digest
-- of the functions that were applied ("name hash" lines in the order of bytes), and the clock.
CREATE OR REPLACE FUNCTION latchkey_api.admin_database_state()
RETURNS TABLE (latest_migration text, functions_digest text, unix_time bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    SELECT max(m.name) FILTER (WHERE m.kind = 'migration'),
           encode(sha256(convert_to(coalesce(string_agg(
             m.name || ' ' || m.file_hash || E'\n', '' ORDER BY m.name COLLATE "C"
           ) FILTER (WHERE m.kind = 'function'), ''), 'UTF8')), 'hex'),
           extract(epoch FROM clock_timestamp())::bigint
      FROM latchkey.schema_migrations AS m;
END
$fn$;
ALTER FUNCTION latchkey_api.admin_database_state OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_database_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_database_state TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_database_state
IS 'What the doctor compares: latest migration, digest of the functions, clock';
