-- What onboarding asks. A step counts as saved once its required column is set.
CREATE TABLE latchkey.business_profiles (
  account_id uuid PRIMARY KEY REFERENCES latchkey.accounts (id),
  business_name text CHECK (char_length(business_name) BETWEEN 1 AND 200),
  website text CHECK (char_length(website) <= 2048),
  target_audience text CHECK (char_length(target_audience) BETWEEN 1 AND 4000),
  analysis_goals text CHECK (char_length(analysis_goals) BETWEEN 1 AND 4000),
  business_one_liner text CHECK (char_length(business_one_liner) <= 300),
  business_context_pack jsonb CHECK (jsonb_typeof(business_context_pack) = 'object'),
  updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE latchkey.business_profiles IS 'What an account told of itself while onboarding';
COMMENT ON COLUMN latchkey.business_profiles.business_name IS 'Step business; with website';
COMMENT ON COLUMN latchkey.business_profiles.target_audience IS 'Step audience';
COMMENT ON COLUMN latchkey.business_profiles.analysis_goals IS 'Step goals';

ALTER TABLE latchkey.business_profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.business_profiles FORCE ROW LEVEL SECURITY;
CREATE POLICY members_only ON latchkey.business_profiles FOR ALL TO latchkey_tenant
  USING (account_id IN (
    SELECT m.account_id
      FROM latchkey.account_members AS m
     WHERE m.user_id = nullif(current_setting('latchkey.user_id', true), '')::uuid
  ));
GRANT SELECT, INSERT, UPDATE ON latchkey.business_profiles TO latchkey_tenant;
