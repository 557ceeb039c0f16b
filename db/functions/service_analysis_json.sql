-- An analysis as the service sees it that works on it.
CREATE OR REPLACE FUNCTION latchkey_api.service_analysis_json(p_analysis latchkey.analyses)
RETURNS json
LANGUAGE sql STABLE
AS $fn$
  SELECT pg_catalog.json_build_object('analysis', pg_catalog.json_build_object(
    'id', p_analysis.id,
    'account_id', p_analysis.account_id,
    'title', p_analysis.title,
    'input', p_analysis.input,
    'lead', (SELECT latchkey_api.lead_json(l.*)
               FROM latchkey.leads AS l
              WHERE l.account_id = p_analysis.account_id AND l.id = p_analysis.lead_id),
    'status', p_analysis.status,
    'attempt', p_analysis.attempts,
    'fence', p_analysis.fence,
    'lease_expires_at', latchkey_api.rfc3339(p_analysis.lease_until)))
$fn$;
ALTER FUNCTION latchkey_api.service_analysis_json OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.service_analysis_json FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.service_analysis_json
IS 'Internal: an analysis as JSON for a service';
