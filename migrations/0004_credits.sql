-- The ledger. Its triggers stand with their functions: ledger_append, ledger_apply, ledger_guard
-- and append_only.
CREATE TABLE latchkey.credit_transactions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES latchkey.accounts (id),
  amount bigint NOT NULL CHECK (amount <> 0),
  balance_after bigint NOT NULL CHECK (balance_after >= 0),
  type text NOT NULL CHECK (type ~ '^[a-z]+(_[a-z]+)*$'),
  description text NOT NULL CHECK (char_length(description) BETWEEN 1 AND 4000),
  created_at timestamptz NOT NULL,
  CHECK (amount > 0 OR type <> 'signup_bonus'),
  CHECK (amount < 0 OR type <> 'analysis')
);
CREATE UNIQUE INDEX credit_transactions_order
  ON latchkey.credit_transactions (account_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX credit_transactions_one_signup_bonus
  ON latchkey.credit_transactions (account_id) WHERE type = 'signup_bonus';

COMMENT ON TABLE latchkey.credit_transactions IS
  'The credits ledger, append-only. Inserting here is the one way to change accounts.credits';
COMMENT ON COLUMN latchkey.credit_transactions.type IS 'signup_bonus, grant, analysis, …';
COMMENT ON COLUMN latchkey.credit_transactions.amount IS 'Credits gained, or spent where negative';
COMMENT ON COLUMN latchkey.credit_transactions.balance_after IS
  'Sum of the account''s ledger up to this row; set by trigger';
COMMENT ON COLUMN latchkey.credit_transactions.created_at IS
  'Later than any earlier row''s of the account; set by trigger';

ALTER TABLE latchkey.credit_transactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.credit_transactions FORCE ROW LEVEL SECURITY;
-- The owner's functions append (sign-up, deduct_credits, grants) and read back; nobody changes.
CREATE POLICY owner_appends ON latchkey.credit_transactions FOR INSERT TO latchkey_owner
  WITH CHECK (true);
CREATE POLICY owner_reads ON latchkey.credit_transactions FOR SELECT TO latchkey_owner USING (true);
CREATE POLICY members_read ON latchkey.credit_transactions FOR SELECT TO latchkey_tenant
  USING (account_id IN (
    SELECT m.account_id
      FROM latchkey.account_members AS m
     WHERE m.user_id = nullif(current_setting('latchkey.user_id', true), '')::uuid
  ));
GRANT SELECT ON latchkey.credit_transactions TO latchkey_tenant;
