-- A text as a UUID, or NULL where it is none. Internal.
CREATE OR REPLACE FUNCTION latchkey_api.uuid_or_null(p_text text)
RETURNS uuid
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  IF p_text ~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' THEN
    RETURN p_text::uuid;
  END IF;
  RETURN NULL;
END
$fn$;
ALTER FUNCTION latchkey_api.uuid_or_null OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.uuid_or_null FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.uuid_or_null IS 'Internal: a UUID, where the text is one';
