-- A lead as the API shows it.
CREATE OR REPLACE FUNCTION latchkey_api.lead_json(p_lead latchkey.leads)
RETURNS json
LANGUAGE sql STABLE
AS $fn$
  SELECT pg_catalog.json_build_object(
    'id', p_lead.id,
    'name', p_lead.name,
    'email', p_lead.email,
    'website', p_lead.website,
    'notes', p_lead.notes,
    'created_at', latchkey_api.rfc3339(p_lead.created_at))
$fn$;
ALTER FUNCTION latchkey_api.lead_json OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.lead_json FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.lead_json TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.lead_json IS 'Internal: a lead as JSON';
