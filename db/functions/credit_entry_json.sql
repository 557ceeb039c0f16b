-- An entry of the ledger as services see it.
CREATE OR REPLACE FUNCTION latchkey_api.credit_entry_json(p_entry latchkey.credit_transactions)
RETURNS json
LANGUAGE sql STABLE
AS $fn$
  SELECT pg_catalog.json_build_object(
    'id', p_entry.id,
    'account_id', p_entry.account_id,
    'amount', p_entry.amount,
    'balance_after', p_entry.balance_after,
    'type', p_entry.type,
    'description', p_entry.description,
    'reference', p_entry.reference,
    'created_at', latchkey_api.rfc3339(p_entry.created_at))
$fn$;
ALTER FUNCTION latchkey_api.credit_entry_json OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.credit_entry_json FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.credit_entry_json IS 'Internal: an entry of the ledger as JSON';
