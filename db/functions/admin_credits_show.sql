-- Balance, what can be spent of it, and the newest entries of the ledger of the account of p_who
-- (account's id or slug, user's id or e-mail). outcome: found | unknown | ambiguous (several
-- accounts fit).
CREATE OR REPLACE FUNCTION latchkey_api.admin_credits_show(p_who text, p_limit int)
RETURNS TABLE (
  outcome text, account_id uuid, account_name text, account_slug text, balance bigint,
  available bigint, items json
)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_accounts uuid[];
BEGIN
  v_accounts := latchkey_api.admin_accounts(p_who);
  IF cardinality(v_accounts) <> 1 THEN
    outcome := CASE cardinality(v_accounts) WHEN 0 THEN 'unknown' ELSE 'ambiguous' END;
    RETURN NEXT;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT 'found', a.id, a.name, a.slug, a.credits,
           a.credits - latchkey_api.credits_held(a.id),
           (SELECT coalesce(json_agg(json_build_object(
                     'id', t.id,
                     'amount', t.amount,
                     'balance_after', t.balance_after,
                     'type', t.type,
                     'description', t.description,
                     'created_at', latchkey_api.rfc3339(t.created_at)
                   ) ORDER BY t.created_at DESC, t.id DESC), '[]')
              FROM (SELECT r.*
                      FROM latchkey.credit_transactions AS r
                     WHERE r.account_id = a.id
                     ORDER BY r.created_at DESC, r.id DESC
                     LIMIT p_limit) AS t)
      FROM latchkey.accounts AS a
     WHERE a.id = v_accounts[1];
END
$fn$;
ALTER FUNCTION latchkey_api.admin_credits_show OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_credits_show FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_credits_show TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_credits_show IS 'Balance and ledger of an account';
