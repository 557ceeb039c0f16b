-- Whether the account has completed onboarding is looked up by its key: as a list of all that have,
-- it was read from the whole table of accounts, for each lead and analysis that was made.
DROP POLICY require_onboarding_for_leads ON latchkey.leads;
CREATE POLICY require_onboarding_for_leads ON latchkey.leads AS RESTRICTIVE
  FOR INSERT TO latchkey_tenant
  WITH CHECK (EXISTS (
    SELECT FROM latchkey.accounts AS a
     WHERE a.id = leads.account_id -- noqa: L026
       AND a.onboarding_completed
  ));
DROP POLICY require_onboarding_for_analysis ON latchkey.analyses;
CREATE POLICY require_onboarding_for_analysis ON latchkey.analyses AS RESTRICTIVE
  FOR INSERT TO latchkey_tenant
  WITH CHECK (EXISTS (
    SELECT FROM latchkey.accounts AS a
     WHERE a.id = analyses.account_id -- noqa: L026
       AND a.onboarding_completed
  ));
