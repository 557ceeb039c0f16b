-- For an update of an account that has no Stripe customer: its create job was discarded, or never
-- made. Queues that one before the claimed job, which waits for it. What an attempt at the create
-- may have done before is looked for first, since it keeps what it had frozen.
-- outcome: queued | lost (the fence no longer holds) | unknown (there is no such user).
CREATE OR REPLACE FUNCTION latchkey_api.outbox_create_first(p_id bigint, p_fence bigint)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_job latchkey.outbox;
  v_create bigint;
  v_id bigint := p_id;
BEGIN
  SELECT o.* INTO v_job
    FROM latchkey.outbox AS o
   WHERE o.id = p_id AND o.fence = p_fence AND o.finished_at IS NULL
     FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 'lost';
  END IF;

  SELECT o.id INTO v_create
    FROM latchkey.outbox AS o
   WHERE o.account_id = v_job.account_id AND o.kind = 'stripe.customer.create'
     FOR UPDATE;
  IF FOUND THEN
    PERFORM latchkey_api.outbox_renew(ARRAY[v_create]);
    UPDATE latchkey.outbox AS o
       SET state = 'pending', finished_at = NULL, attempts = 0, fault = NULL, lease_until = NULL,
           due_at = clock_timestamp()
     WHERE o.id = v_create AND o.finished_at IS NOT NULL;
  ELSE
    INSERT INTO latchkey.outbox (account_id, kind, payload)
    SELECT v_job.account_id, 'stripe.customer.create',
           jsonb_build_object('user_id', u.id, 'email', u.email, 'full_name', u.full_name)
      FROM latchkey.users AS u
     WHERE u.id = latchkey_api.uuid_or_null(v_job.payload ->> 'user_id');
    IF NOT FOUND THEN
      RETURN 'unknown';
    END IF;
    -- Jobs of an account are done in the order of their ids.
    UPDATE latchkey.outbox AS o SET id = DEFAULT WHERE o.id = p_id RETURNING o.id INTO v_id;
  END IF;

  UPDATE latchkey.outbox AS o
     SET lease_until = NULL, attempts = o.attempts - 1,
         due_at = clock_timestamp() + interval '15 minutes'
   WHERE o.id = v_id;
  RETURN 'queued';
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_create_first OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_create_first FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.outbox_create_first TO "latchkey-cron";
COMMENT ON FUNCTION latchkey_api.outbox_create_first
IS 'Queues the create job that an update needs';
