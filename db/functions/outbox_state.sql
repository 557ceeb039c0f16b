-- How a person is told a job's state: a pending one is due, in_flight or to come later.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_state(
  p_state text, p_due_at timestamptz, p_lease_until timestamptz
)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RETURN CASE WHEN p_state <> 'pending' THEN p_state
              WHEN p_lease_until > now() THEN 'in_flight'
              WHEN p_due_at <= now() THEN 'due'
              ELSE 'later' END;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_state OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_state FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.outbox_state IS 'Internal: a job''s state for people';
