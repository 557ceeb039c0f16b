-- Services: programs of the adopter, which spend credits and work on analyses. Their tokens, what
-- they did under an Idempotency-Key, and credits that are held for them.
CREATE TABLE latchkey.services (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text COLLATE "C" NOT NULL CONSTRAINT services_name_key UNIQUE
    CHECK (name ~ '^[a-z0-9-]{1,63}$'),
  scopes text[] NOT NULL CHECK (
    cardinality(scopes) > 0
    AND scopes <@ ARRAY['credits:spend', 'credits:grant', 'accounts:read', 'analyses:work']
  ),
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  previous_hash bytea UNIQUE CHECK (octet_length(previous_hash) = 32),
  previous_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  CHECK ((previous_hash IS NULL) = (previous_until IS NULL)),
  CHECK (previous_hash <> token_hash)
) WITH (fillfactor = 50);

COMMENT ON TABLE latchkey.services IS 'Programs of the adopter that may call /api/service/';
COMMENT ON COLUMN latchkey.services.token_hash IS 'SHA-256 of the token, which is stored nowhere';
COMMENT ON COLUMN latchkey.services.previous_hash IS
  'SHA-256 of the token before the last rotation; taken until previous_until';
COMMENT ON COLUMN latchkey.services.last_used_at IS 'To the minute, so that few calls write it';

-- One row a request that made something. No foreign key to services: each request would lock the
-- one row of its service.
CREATE TABLE latchkey.service_requests (
  caller text COLLATE "C" NOT NULL,
  key bytea NOT NULL CHECK (octet_length(key) = 32),
  request bytea NOT NULL CHECK (octet_length(request) = 32),
  subject_id uuid NOT NULL,
  available bigint NOT NULL CHECK (available >= 0),
  expires_at timestamptz,
  PRIMARY KEY (caller, key)
);

COMMENT ON TABLE latchkey.service_requests IS
  'What was done under an Idempotency-Key, for ever: a repeat is answered from here';
COMMENT ON COLUMN latchkey.service_requests.caller IS
  '"service <id>", or "role <name>" of a database role that calls schema latchkey_app';
COMMENT ON COLUMN latchkey.service_requests.key IS 'SHA-256 of the Idempotency-Key';
COMMENT ON COLUMN latchkey.service_requests.request IS
  'SHA-256 of the content, to tell a repeat from another request under the same key';
COMMENT ON COLUMN latchkey.service_requests.subject_id IS 'The entry of the ledger, or the hold';
COMMENT ON COLUMN latchkey.service_requests.available IS 'As first answered';
COMMENT ON COLUMN latchkey.service_requests.expires_at IS 'Of a hold, as first answered';

CREATE TABLE latchkey.credit_holds (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES latchkey.accounts (id),
  amount bigint NOT NULL CHECK (amount > 0),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled', 'released')),
  description text NOT NULL CHECK (char_length(description) BETWEEN 1 AND 4000),
  reference text CHECK (char_length(reference) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  balance bigint CHECK (balance >= 0),
  available bigint CHECK (available >= 0),
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((state = 'open') = (balance IS NULL)),
  CHECK ((state = 'open') = (available IS NULL))
) WITH (fillfactor = 70);
-- What counts against an account: read by every spender.
CREATE INDEX credit_holds_open_idx ON latchkey.credit_holds (account_id, expires_at)
  INCLUDE (amount) WHERE state = 'open';

COMMENT ON TABLE latchkey.credit_holds IS
  'Credits set aside. An open one counts until expires_at. It changes under its account''s lock';
COMMENT ON COLUMN latchkey.credit_holds.state IS
  'settled: by the one entry of the ledger that has its id; released: spent nothing';
COMMENT ON COLUMN latchkey.credit_holds.balance IS 'Of the account, as answered when it ended';
COMMENT ON COLUMN latchkey.credit_holds.available IS 'The same of what could be spent';

ALTER TABLE latchkey.credit_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.credit_holds FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_keeps ON latchkey.credit_holds FOR ALL TO latchkey_owner USING (true);

-- A snapshot that is older than a hold must not be spent by: the account's row changes with each.
ALTER TABLE latchkey.accounts ADD COLUMN holds_changed bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN latchkey.accounts.holds_changed IS
  'Goes up with each hold that is made or renewed, so that a transaction of isolation level
REPEATABLE READ which does not see that hold fails instead of spending what is held';

ALTER TABLE latchkey.credit_transactions
  ADD COLUMN reference text CHECK (char_length(reference) BETWEEN 1 AND 200),
  ADD COLUMN hold_id uuid REFERENCES latchkey.credit_holds (id),
  ADD COLUMN analysis_id uuid,
  ADD CHECK (hold_id IS NULL OR type = 'spend'),
  ADD CHECK (analysis_id IS NULL OR (type = 'refund' AND amount > 0)),
  ADD CHECK (amount < 0 OR type <> 'spend');
CREATE UNIQUE INDEX credit_transactions_one_settling
  ON latchkey.credit_transactions (hold_id) WHERE hold_id IS NOT NULL;
CREATE UNIQUE INDEX credit_transactions_one_refund
  ON latchkey.credit_transactions (analysis_id) WHERE analysis_id IS NOT NULL;

COMMENT ON COLUMN latchkey.credit_transactions.type IS
  'signup_bonus, grant, analysis, spend (by a service), refund, …';
COMMENT ON COLUMN latchkey.credit_transactions.reference IS 'The service''s own; no user sees it';
COMMENT ON COLUMN latchkey.credit_transactions.hold_id IS 'The hold that it settled';
COMMENT ON COLUMN latchkey.credit_transactions.analysis_id IS
  'The analysis whose credit it gives back. No foreign key: an entry outlives it';

-- What a service reads of an account: everything, once service_enter has let it in.
CREATE POLICY services_read ON latchkey.accounts FOR SELECT TO latchkey_service
  USING (current_setting('latchkey.service', true) <> '');
CREATE POLICY services_read ON latchkey.account_members FOR SELECT TO latchkey_service
  USING (current_setting('latchkey.service', true) <> '');
CREATE POLICY services_read ON latchkey.business_profiles FOR SELECT TO latchkey_service
  USING (current_setting('latchkey.service', true) <> '');
CREATE POLICY services_read ON latchkey.leads FOR SELECT TO latchkey_service
  USING (current_setting('latchkey.service', true) <> '');
GRANT SELECT (id, name, slug, credits, onboarding_completed) ON latchkey.accounts
  TO latchkey_service;
GRANT SELECT (account_id, user_id, role) ON latchkey.account_members TO latchkey_service;
GRANT SELECT (id, email, full_name) ON latchkey.users TO latchkey_service;
GRANT SELECT ON latchkey.business_profiles, latchkey.leads TO latchkey_service;
