CREATE TABLE latchkey.leads (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES latchkey.accounts (id),
  created_by uuid NOT NULL REFERENCES latchkey.users (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  email text CHECK (char_length(email) <= 320),
  website text CHECK (char_length(website) <= 2048),
  notes text CHECK (char_length(notes) <= 4000),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempt bytea CHECK (octet_length(attempt) = 32),
  request bytea CHECK (octet_length(request) = 32),
  CONSTRAINT leads_account_id_key UNIQUE (account_id, id),
  CONSTRAINT leads_attempt_key UNIQUE (account_id, attempt),
  CHECK (attempt IS NULL OR request IS NOT NULL)
);
CREATE INDEX leads_newest_idx ON latchkey.leads (account_id, created_at DESC, id DESC);

COMMENT ON TABLE latchkey.leads IS 'An account''s leads';
COMMENT ON COLUMN latchkey.leads.attempt IS
  'SHA-256 of the Idempotency-Key of the request that made it; the same key makes no second one';
COMMENT ON COLUMN latchkey.leads.request IS
  'SHA-256 of that request''s content, to tell a repeat from another request under the same key';

ALTER TABLE latchkey.leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.leads FORCE ROW LEVEL SECURITY;
CREATE POLICY members_only ON latchkey.leads FOR ALL TO latchkey_tenant
  USING (account_id IN (
    SELECT m.account_id
      FROM latchkey.account_members AS m
     WHERE m.user_id = nullif(current_setting('latchkey.user_id', true), '')::uuid
  ));
-- Restrictive: holds whatever other policy lets a row in.
CREATE POLICY require_onboarding_for_leads ON latchkey.leads AS RESTRICTIVE
  FOR INSERT TO latchkey_tenant
  WITH CHECK (account_id IN (
    SELECT a.id FROM latchkey.accounts AS a WHERE a.onboarding_completed
  ));
GRANT SELECT, INSERT ON latchkey.leads TO latchkey_tenant;
