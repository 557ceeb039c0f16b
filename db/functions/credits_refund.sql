-- Gives the credits of a failed analysis back. The ledger takes one refund an analysis.
CREATE OR REPLACE FUNCTION latchkey_api.credits_refund(
  p_account uuid, p_amount bigint, p_description text, p_analysis uuid
)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  INSERT INTO latchkey.credit_transactions (account_id, amount, type, description, analysis_id)
  SELECT p_account, p_amount, 'refund', p_description, p_analysis
   WHERE p_amount > 0;
END
$fn$;
ALTER FUNCTION latchkey_api.credits_refund OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.credits_refund FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.credits_refund TO latchkey_service;
COMMENT ON FUNCTION latchkey_api.credits_refund IS 'Internal: gives credits of an analysis back';
