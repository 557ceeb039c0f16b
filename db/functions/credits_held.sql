-- What open holds set aside of an account's credits. An expired one counts no longer from that
-- moment on, whoever has looked: so the clock is read, not the transaction's start.
CREATE OR REPLACE FUNCTION latchkey_api.credits_held(p_account uuid, p_except uuid DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN (SELECT coalesce(sum(h.amount), 0)::bigint
            FROM latchkey.credit_holds AS h
           WHERE h.account_id = p_account AND h.state = 'open' AND h.expires_at > clock_timestamp()
             AND h.id IS DISTINCT FROM p_except);
END
$fn$;
ALTER FUNCTION latchkey_api.credits_held OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.credits_held FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.credits_held TO latchkey_tenant, latchkey_service;
COMMENT ON FUNCTION latchkey_api.credits_held
IS 'Internal: credits that are held, but for one hold';
