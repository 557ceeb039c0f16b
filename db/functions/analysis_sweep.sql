-- Fails the analyses whose fifth lease has ended, and gives their credits back; a few at a time,
-- and not those of an account that somebody has locked: they are found again. The caller has said
-- who it is (latchkey.service). Returns how many.
CREATE OR REPLACE FUNCTION latchkey_api.analysis_sweep()
RETURNS int
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_id uuid;
  v_account uuid;
  v_failed int := 0;
BEGIN
  FOR v_id, v_account IN
    SELECT n.id, n.account_id
      FROM latchkey.analyses AS n
     WHERE n.status = 'running' AND n.attempts >= 5 AND n.lease_until <= clock_timestamp()
     ORDER BY n.lease_until
     LIMIT 20
  LOOP
    CONTINUE WHEN NOT latchkey_api.account_try_lock(v_account);
    PERFORM
       FROM latchkey.analyses AS n
      WHERE n.id = v_id AND n.status = 'running' AND n.attempts >= 5
        AND n.lease_until <= clock_timestamp()
        FOR NO KEY UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    PERFORM latchkey_api.analysis_fail(v_id, 'It was given up after five attempts.');
    v_failed := v_failed + 1;
  END LOOP;
  RETURN v_failed;
END
$fn$;
ALTER FUNCTION latchkey_api.analysis_sweep OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.analysis_sweep FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.analysis_sweep IS 'Internal: fails what was attempted five times';
