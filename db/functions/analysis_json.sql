-- An analysis as the API lists it.
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
    'created_at', latchkey_api.rfc3339(p_analysis.created_at),
    'started_at', latchkey_api.rfc3339(p_analysis.started_at),
    'finished_at', latchkey_api.rfc3339(p_analysis.finished_at),
    'failure_reason', p_analysis.failure_reason,
    'summary', CASE pg_catalog.jsonb_typeof(p_analysis.result -> 'summary')
               WHEN 'string' THEN pg_catalog.left(p_analysis.result ->> 'summary', 4000) END)
$fn$;
ALTER FUNCTION latchkey_api.analysis_json OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.analysis_json FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.analysis_json IS 'Internal: an analysis as JSON';
