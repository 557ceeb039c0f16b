-- A new account with its owner and its signup bonus. For create_account_atomic only.
CREATE OR REPLACE FUNCTION latchkey_api.account_create(
  p_user uuid, p_full_name text, p_signup_credits int
)
RETURNS latchkey.accounts
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_account latchkey.accounts;
  -- COLLATE "C": Turkish makes another letter of I than i.
  v_words text := left(trim(BOTH '-' FROM regexp_replace(
                              lower(p_full_name COLLATE "C"), '[^a-z0-9]+', '-', 'g')), 40);
BEGIN
  -- The random part keeps slugs apart; where it fails to, another is drawn.
  LOOP
    INSERT INTO latchkey.accounts AS a (name, slug)
    VALUES (
      p_full_name || '''s Account',
      concat_ws('-', nullif(rtrim(v_words, '-'), ''), left(gen_random_uuid()::text, 8))
    )
    ON CONFLICT ON CONSTRAINT accounts_slug_key DO NOTHING
    RETURNING a.* INTO v_account;
    EXIT WHEN FOUND;
  END LOOP;
  INSERT INTO latchkey.account_members (account_id, user_id, role)
  VALUES (v_account.id, p_user, 'owner');
  IF p_signup_credits > 0 THEN
    INSERT INTO latchkey.credit_transactions AS t (account_id, amount, type, description)
    VALUES (v_account.id, p_signup_credits, 'signup_bonus', 'Welcome credits')
    RETURNING t.balance_after INTO v_account.credits;
  END IF;
  RETURN v_account;
END
$fn$;
ALTER FUNCTION latchkey_api.account_create OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.account_create FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.account_create
IS 'Internal: account, owner membership and signup bonus';
