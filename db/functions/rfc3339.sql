-- A point of time as the API writes it: RFC 3339, UTC, whole seconds. In SQL and without settings
-- of its own, so that the planner puts the expression in the call's place.
CREATE OR REPLACE FUNCTION latchkey_api.rfc3339(p_at timestamptz)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $fn$
  SELECT pg_catalog.to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$fn$;
ALTER FUNCTION latchkey_api.rfc3339 OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.rfc3339 FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.rfc3339 TO latchkey_tenant, latchkey_service;
COMMENT ON FUNCTION latchkey_api.rfc3339 IS 'RFC 3339 in UTC, whole seconds';
