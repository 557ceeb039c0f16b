-- Why a service cannot go on with an analysis: lease_lost | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.analysis_not_held(p_id uuid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN CASE WHEN EXISTS (SELECT FROM latchkey.analyses AS n WHERE n.id = p_id)
              THEN 'lease_lost' ELSE 'unknown' END;
END
$fn$;
ALTER FUNCTION latchkey_api.analysis_not_held OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.analysis_not_held FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.analysis_not_held IS 'Internal: why an analysis is not held';
