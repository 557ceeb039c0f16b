-- Helpers for tests of the outbox. \ir lib/outbox.sql comes after lib/begin.sql. No job but those of
-- the test is due.
UPDATE latchkey.outbox SET due_at = now() + interval '30 minutes' WHERE state = 'pending';

-- A job of an account, due for some seconds. -> its id
CREATE FUNCTION pg_temp.job(p_account uuid, p_kind text, p_due_for int DEFAULT 1) RETURNS bigint
LANGUAGE sql AS $fn$
  INSERT INTO latchkey.outbox (account_id, kind, due_at)
  VALUES (p_account, p_kind, now() - make_interval(secs => p_due_for))
  RETURNING id
$fn$;

-- The ids that a claim gives, in order.
CREATE FUNCTION pg_temp.claim(p_lane text, p_limit int DEFAULT 100) RETURNS bigint[]
LANGUAGE sql AS $fn$
  SELECT array_agg(id ORDER BY due_us, id) FROM latchkey_api.outbox_claim(p_lane, p_limit, 60, 0, 0)
$fn$;

CREATE FUNCTION pg_temp.fence(p_id bigint) RETURNS bigint
LANGUAGE sql AS $fn$ SELECT fence FROM latchkey.outbox WHERE id = p_id $fn$;

-- A job as people are told of it, with its attempts.
CREATE FUNCTION pg_temp.state(p_id bigint) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', latchkey_api.outbox_state(state, due_at, lease_until), attempts, last_error)
    FROM latchkey.outbox WHERE id = p_id
$fn$;
