-- What completing onboarding does outside the tenant's own tables: the account's flag, the event in
-- the audit log, the jobs. For onboarding_complete only, which holds the account's row lock and has
-- found it not completed.
CREATE OR REPLACE FUNCTION latchkey_api.onboarding_finish(
  p_account uuid, p_user uuid, p_session uuid, p_business_name text, p_website text, p_ip inet,
  p_user_agent text, p_request_id text
)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.accounts AS a
     SET onboarding_completed = true, onboarding_completed_at = now()
   WHERE a.id = p_account;
  INSERT INTO latchkey.audit_log (
    event, user_id, account_id, session_id, ip, user_agent, request_id
  )
  VALUES (
    'onboarding_completed', p_user, p_account, p_session, p_ip, left(p_user_agent, 400),
    p_request_id
  );
  PERFORM latchkey_api.outbox_append(p_account, job.kind, job.payload)
    FROM latchkey.users AS u
   CROSS JOIN LATERAL (VALUES
     ('stripe.customer.update', jsonb_build_object(
        'user_id', u.id, 'business_name', p_business_name, 'website', p_website)),
     ('email.welcome', jsonb_build_object(
        'user_id', u.id, 'email', u.email, 'full_name', u.full_name))
   ) AS job (kind, payload)
   WHERE u.id = p_user;
END
$fn$;
ALTER FUNCTION latchkey_api.onboarding_finish OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.onboarding_finish FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.onboarding_finish TO latchkey_tenant;
COMMENT ON FUNCTION latchkey_api.onboarding_finish
IS 'Internal: flag, audit entry and jobs of a completed onboarding';
