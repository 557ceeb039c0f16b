-- A hold as services see it.
CREATE OR REPLACE FUNCTION latchkey_api.hold_json(p_hold latchkey.credit_holds)
RETURNS json
LANGUAGE sql STABLE
AS $fn$
  SELECT pg_catalog.json_build_object(
    'id', p_hold.id,
    'account_id', p_hold.account_id,
    'amount', p_hold.amount,
    'state', p_hold.state,
    'description', p_hold.description,
    'reference', p_hold.reference,
    'created_at', latchkey_api.rfc3339(p_hold.created_at),
    'expires_at', latchkey_api.rfc3339(p_hold.expires_at))
$fn$;
ALTER FUNCTION latchkey_api.hold_json OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.hold_json FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.hold_json IS 'Internal: a hold as JSON';
