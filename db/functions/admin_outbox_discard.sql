-- Discards a job permanently, so that later ones can run. outcome: discarded | in_flight (try again
-- later) | finished | unknown.
CREATE OR REPLACE FUNCTION latchkey_api.admin_outbox_discard(p_id bigint, p_actor text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_job latchkey.outbox;
BEGIN
  SELECT o.* INTO v_job FROM latchkey.outbox AS o WHERE o.id = p_id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 'unknown';
  ELSIF v_job.state NOT IN ('pending', 'dead') THEN
    RETURN 'finished';
  ELSIF v_job.lease_until > now() THEN
    RETURN 'in_flight';
  END IF;
  UPDATE latchkey.outbox AS o
     SET state = 'discarded', finished_at = now(), lease_until = NULL
   WHERE o.id = p_id;
  INSERT INTO latchkey.audit_log (event, account_id, detail)
  VALUES ('outbox_discarded', v_job.account_id,
          jsonb_build_object('job', p_id, 'kind', v_job.kind, 'actor', p_actor));
  PERFORM latchkey_api.outbox_wake(ARRAY[p_id]);
  RETURN 'discarded';
END
$fn$;
ALTER FUNCTION latchkey_api.admin_outbox_discard OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_outbox_discard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_outbox_discard TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_outbox_discard IS 'Gives a job up';
