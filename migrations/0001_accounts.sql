-- Who signs in, and the account that everything else belongs to.
CREATE TABLE latchkey.users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  issuer text NOT NULL,
  subject text NOT NULL,
  email text NOT NULL CHECK (char_length(email) BETWEEN 1 AND 320),
  full_name text NOT NULL CHECK (char_length(full_name) BETWEEN 1 AND 200),
  avatar_url text CHECK (char_length(avatar_url) <= 2048),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_issuer_subject_key UNIQUE (issuer, subject)
) WITH (fillfactor = 90);
CREATE INDEX users_email_idx ON latchkey.users (lower(email));

COMMENT ON TABLE latchkey.users IS 'People, as an identity provider knows them';
COMMENT ON COLUMN latchkey.users.issuer IS 'iss of the ID token; with subject the user''s key';
COMMENT ON COLUMN latchkey.users.subject IS 'sub of the ID token';
COMMENT ON COLUMN latchkey.users.email IS
  'As at the last sign-in. Never a key: an address can change hands, and two users may share one';
COMMENT ON COLUMN latchkey.users.full_name IS 'Name claim, or the local part of the e-mail';
COMMENT ON COLUMN latchkey.users.avatar_url IS 'Picture claim; NULL where there is none';

CREATE TABLE latchkey.accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 400),
  slug text NOT NULL CONSTRAINT accounts_slug_key UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  credits bigint NOT NULL DEFAULT 0 CHECK (credits >= 0),
  onboarding_completed boolean NOT NULL DEFAULT false,
  onboarding_completed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (onboarding_completed = (onboarding_completed_at IS NOT NULL))
) WITH (fillfactor = 70);

COMMENT ON TABLE latchkey.accounts IS 'The tenant: owns credits, profile, leads and analyses';
COMMENT ON COLUMN latchkey.accounts.slug IS 'Name for URLs, unique';
COMMENT ON COLUMN latchkey.accounts.credits IS
  'Balance: the sum of the account''s ledger. Changes by inserting into credit_transactions only';
COMMENT ON COLUMN latchkey.accounts.onboarding_completed IS
  'Row-level security lets leads and analyses be made only where this is true';

CREATE TABLE latchkey.account_members (
  account_id uuid NOT NULL REFERENCES latchkey.accounts (id),
  user_id uuid NOT NULL REFERENCES latchkey.users (id),
  role text NOT NULL CHECK (role IN ('owner', 'member')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX account_members_user_idx ON latchkey.account_members (user_id, account_id);
CREATE UNIQUE INDEX account_members_one_owner ON latchkey.account_members (account_id)
  WHERE role = 'owner';

COMMENT ON TABLE latchkey.account_members IS 'Who belongs to which account; one owner each';

-- Tenant functions see the caller's own memberships and accounts, and of those only what the
-- policies of the tenant tables and GET /api/credits need. The owner is not bound here.
ALTER TABLE latchkey.account_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_memberships ON latchkey.account_members FOR SELECT TO latchkey_tenant
  USING (user_id = nullif(current_setting('latchkey.user_id', true), '')::uuid);
GRANT SELECT (account_id, user_id) ON latchkey.account_members TO latchkey_tenant;

ALTER TABLE latchkey.accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_accounts ON latchkey.accounts FOR SELECT TO latchkey_tenant
  USING (id IN (SELECT m.account_id FROM latchkey.account_members AS m));
GRANT SELECT (id, credits, onboarding_completed) ON latchkey.accounts TO latchkey_tenant;
