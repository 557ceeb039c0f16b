-- Proves the ledger: for every account the balance is the sum of its entries, and every entry says
-- the sum up to itself. wrong: JSON array of {account_id, credits, ledger}, empty where all is
-- well.
CREATE OR REPLACE FUNCTION latchkey_api.check_credits()
RETURNS TABLE (accounts bigint, entries bigint, wrong json)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN QUERY
    WITH running AS (
      SELECT t.account_id, t.amount,
             t.balance_after = sum(t.amount) OVER (
               PARTITION BY t.account_id ORDER BY t.created_at, t.id) AS chained
        FROM latchkey.credit_transactions AS t
    ),
    ledger AS (
      SELECT r.account_id, count(*) AS entries, sum(r.amount) AS total,
             bool_and(r.chained) AS chained
        FROM running AS r
       GROUP BY r.account_id
    )
    SELECT count(*), coalesce(sum(l.entries), 0)::bigint,
           coalesce(json_agg(json_build_object(
             'account_id', a.id, 'credits', a.credits, 'ledger', coalesce(l.total, 0)
           ) ORDER BY a.id) FILTER (WHERE a.credits <> coalesce(l.total, 0) OR NOT l.chained), '[]')
      FROM latchkey.accounts AS a
      LEFT JOIN ledger AS l ON l.account_id = a.id;
END
$fn$;
ALTER FUNCTION latchkey_api.check_credits OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.check_credits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.check_credits TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.check_credits IS 'Proves that balances equal the ledger';
