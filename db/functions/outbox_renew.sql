-- Makes ready for a first attempt those jobs of which nothing was done: never tried, or refused.
-- They take e-mail and name of the user as it is now, and a new key; what they send is frozen
-- again. A job that may have done something keeps all of it. Internal.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_renew(p_ids bigint[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  UPDATE latchkey.outbox AS o
     SET payload = CASE WHEN o.payload ? 'email'
                        THEN o.payload || jsonb_build_object('email', u.email,
                                                             'full_name', u.full_name)
                        ELSE o.payload END,
         params = NULL, first_attempt_at = NULL, idempotency_key = gen_random_uuid(),
         suspect = false
    FROM latchkey.users AS u
   WHERE o.id = ANY (p_ids) AND (o.params IS NULL OR o.fault IS NOT NULL)
     AND u.id = latchkey_api.uuid_or_null(o.payload ->> 'user_id');
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_renew OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_renew FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.outbox_renew IS 'Internal: freezes again what did nothing';
