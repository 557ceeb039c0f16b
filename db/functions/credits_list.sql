-- The account's balance, what can be spent of it, and its ledger, newest first. p_before: the last
-- row of the page before, or NULL. next: the last row of this one, NULL on the last page.
-- outcome: ok | invalid_cursor (p_before is not a row of the account) | revoked.
CREATE OR REPLACE FUNCTION latchkey_api.credits_list(
  p_session uuid, p_user uuid, p_limit int, p_before uuid
)
RETURNS TABLE (outcome text, balance bigint, available bigint, items json, next uuid)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account uuid;
  v_before timestamptz;
BEGIN
  SELECT t.account_id INTO v_account
    FROM latchkey_api.tenant_enter(p_session, p_user, false) AS t;
  IF v_account IS NULL THEN
    outcome := 'revoked';
    RETURN NEXT;
    RETURN;
  END IF;
  IF p_before IS NOT NULL THEN
    SELECT r.created_at INTO v_before
      FROM latchkey.credit_transactions AS r
     WHERE r.id = p_before AND r.account_id = v_account;
    IF NOT FOUND THEN
      outcome := 'invalid_cursor';
      RETURN NEXT;
      RETURN;
    END IF;
  END IF;
  RETURN QUERY
    WITH page AS (
      SELECT r.*, row_number() OVER (ORDER BY r.created_at DESC, r.id DESC) AS place
        FROM latchkey.credit_transactions AS r
       WHERE r.account_id = v_account
         AND (r.created_at, r.id) < (
               coalesce(v_before, 'infinity'),
               coalesce(p_before, '00000000-0000-0000-0000-000000000000'))
       ORDER BY r.created_at DESC, r.id DESC
       LIMIT p_limit + 1
    )
    SELECT 'ok', (SELECT a.credits FROM latchkey.accounts AS a WHERE a.id = v_account),
           (SELECT a.credits - latchkey_api.credits_held(a.id)
              FROM latchkey.accounts AS a
             WHERE a.id = v_account),
           coalesce(json_agg(json_build_object(
             'id', p.id,
             'amount', p.amount,
             'balance_after', p.balance_after,
             'type', p.type,
             'description', p.description,
             'created_at', latchkey_api.rfc3339(p.created_at)
           ) ORDER BY p.place)
                      FILTER (WHERE p.place <= p_limit), '[]'),
           (array_agg(p.id) FILTER (WHERE p.place = p_limit AND p.more))[1]
      FROM (SELECT page.*, count(*) OVER () > p_limit AS more FROM page) AS p;
END
$fn$;
ALTER FUNCTION latchkey_api.credits_list OWNER TO latchkey_tenant;
REVOKE ALL ON FUNCTION latchkey_api.credits_list FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.credits_list TO "latchkey-credits";
COMMENT ON FUNCTION latchkey_api.credits_list IS 'Balance and a page of the ledger';
