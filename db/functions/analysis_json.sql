-- An analysis as the API shows it.
CREATE OR REPLACE FUNCTION latchkey_api.analysis_json(p_analysis latchkey.analyses)
RETURNS json
LANGUAGE sql STABLE
AS $fn$
  SELECT pg_catalog.json_build_object(
    'id', p_analysis.id,
    'title', p_analysis.title,
    'lead_id', p_analysis.lead_id,
    'status', p_analysis.status,
    'credits_spent', p_analysis.credits_spent,
    'created_at', latchkey_api.rfc3339(p_analysis.created_at))
$fn$;
ALTER FUNCTION latchkey_api.analysis_json OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.analysis_json FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.analysis_json IS 'Internal: an analysis as JSON';
