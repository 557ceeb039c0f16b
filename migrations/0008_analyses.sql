CREATE TABLE latchkey.analyses (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES latchkey.accounts (id),
  created_by uuid NOT NULL REFERENCES latchkey.users (id),
  lead_id uuid,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  input jsonb CHECK (jsonb_typeof(input) = 'object'),
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed')),
  credits_spent bigint NOT NULL CHECK (credits_spent >= 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempt bytea CHECK (octet_length(attempt) = 32),
  request bytea CHECK (octet_length(request) = 32),
  CONSTRAINT analyses_attempt_key UNIQUE (account_id, attempt),
  -- Both columns: a lead of another account cannot be named.
  FOREIGN KEY (account_id, lead_id) REFERENCES latchkey.leads (account_id, id),
  CHECK (attempt IS NULL OR request IS NOT NULL)
);
CREATE INDEX analyses_newest_idx ON latchkey.analyses (account_id, created_at DESC, id DESC);
CREATE INDEX analyses_queued_idx ON latchkey.analyses (created_at) WHERE status = 'queued';

COMMENT ON TABLE latchkey.analyses IS 'Analyses asked for, each paid for with credits';
COMMENT ON COLUMN latchkey.analyses.status IS
  'queued when made; the adopter''s own worker takes it up from there';
COMMENT ON COLUMN latchkey.analyses.input IS 'What the adopter''s worker is to work on';
COMMENT ON COLUMN latchkey.analyses.attempt IS
  'SHA-256 of the Idempotency-Key of the request that made it; the same key makes no second one';
COMMENT ON COLUMN latchkey.analyses.request IS
  'SHA-256 of that request''s content, to tell a repeat from another request under the same key';

ALTER TABLE latchkey.analyses ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.analyses FORCE ROW LEVEL SECURITY;
CREATE POLICY members_only ON latchkey.analyses FOR ALL TO latchkey_tenant
  USING (account_id IN (
    SELECT m.account_id
      FROM latchkey.account_members AS m
     WHERE m.user_id = nullif(current_setting('latchkey.user_id', true), '')::uuid
  ));
-- Restrictive: holds whatever other policy lets a row in.
CREATE POLICY require_onboarding_for_analysis ON latchkey.analyses AS RESTRICTIVE
  FOR INSERT TO latchkey_tenant
  WITH CHECK (account_id IN (
    SELECT a.id FROM latchkey.accounts AS a WHERE a.onboarding_completed
  ));
GRANT SELECT, INSERT ON latchkey.analyses TO latchkey_tenant;
