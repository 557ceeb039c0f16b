-- Proves the credits of every account.
-- wrong: JSON array of {account_id, credits, ledger}: where the balance is not the sum of the
-- ledger, or an entry does not say the sum up to itself. faults: JSON array of {account_id,
-- subject, fault}: a hold or a refund that does not go with the ledger. Both are empty where all
-- is well.
CREATE OR REPLACE FUNCTION latchkey_api.check_credits()
RETURNS TABLE (
  accounts bigint, entries bigint, wrong json, holds bigint, refunds bigint, faults json
)
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
    ),
    fault AS (
      SELECT a.id AS account_id, a.id AS subject,
             format('%s of %s credits are held', h.held, a.credits) AS fault
        FROM latchkey.accounts AS a
        JOIN (SELECT o.account_id, sum(o.amount) AS held
                FROM latchkey.credit_holds AS o
               WHERE o.state = 'open' AND o.expires_at > clock_timestamp()
               GROUP BY o.account_id) AS h ON h.account_id = a.id
       WHERE h.held > a.credits
       UNION ALL
      SELECT h.account_id, h.id,
             format('the hold is %s, and the ledger has %s for it', h.state,
                    coalesce(t.amount::text, 'nothing'))
        FROM latchkey.credit_holds AS h
        LEFT JOIN latchkey.credit_transactions AS t ON t.hold_id = h.id
       WHERE (h.state = 'settled') <> (t.id IS NOT NULL)
          OR t.account_id <> h.account_id OR t.amount NOT BETWEEN -h.amount AND -1
       UNION ALL
      SELECT n.account_id, n.id,
             format('the analysis is %s and cost %s, and the ledger gives %s back', n.status,
                    n.credits_spent, coalesce(t.amount, 0))
        FROM latchkey.analyses AS n
        LEFT JOIN latchkey.credit_transactions AS t ON t.analysis_id = n.id
       WHERE coalesce(t.amount, 0) <> CASE WHEN n.status = 'failed' AND n.finished_at IS NOT NULL
                                           THEN n.credits_spent ELSE 0 END
          OR t.account_id <> n.account_id
    )
    SELECT count(*), coalesce(sum(l.entries), 0)::bigint,
           coalesce(json_agg(json_build_object(
             'account_id', a.id, 'credits', a.credits, 'ledger', coalesce(l.total, 0)
           ) ORDER BY a.id) FILTER (WHERE a.credits <> coalesce(l.total, 0) OR NOT l.chained), '[]'),
           (SELECT count(*) FROM latchkey.credit_holds),
           (SELECT count(*)
              FROM latchkey.credit_transactions AS r
             WHERE r.analysis_id IS NOT NULL),
           (SELECT coalesce(json_agg(json_build_object(
                     'account_id', f.account_id, 'subject', f.subject, 'fault', f.fault
                   ) ORDER BY f.account_id, f.subject), '[]')
              FROM fault AS f)
      FROM latchkey.accounts AS a
      LEFT JOIN ledger AS l ON l.account_id = a.id;
END
$fn$;
ALTER FUNCTION latchkey_api.check_credits OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.check_credits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.check_credits TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.check_credits
IS 'Proves that balances equal the ledger, and that holds and refunds go with it';
