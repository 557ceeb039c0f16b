-- A clock that can be put forward, for the functions that a month of refreshes and purges calls: they
-- find bench.now() before pg_catalog's. It is ahead by the setting bench.clock of the connection.
CREATE SCHEMA bench;
GRANT USAGE ON SCHEMA bench TO latchkey_owner;
CREATE FUNCTION bench.ahead() RETURNS interval LANGUAGE sql STABLE AS $fn$
  SELECT coalesce(nullif(pg_catalog.current_setting('bench.clock', true), ''), '0')::interval
$fn$;
CREATE FUNCTION bench.now() RETURNS timestamptz LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.now() + bench.ahead()
$fn$;
CREATE FUNCTION bench.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $fn$
  SELECT pg_catalog.clock_timestamp() + bench.ahead()
$fn$;
ALTER FUNCTION latchkey_api.session_rotate SET search_path = bench, pg_catalog, pg_temp;
ALTER FUNCTION latchkey_api.purge_refresh_tokens SET search_path = bench, pg_catalog, pg_temp;
ALTER FUNCTION latchkey_api.purge_sessions SET search_path = bench, pg_catalog, pg_temp;
ALTER FUNCTION latchkey_api.purge_outbox SET search_path = bench, pg_catalog, pg_temp;

-- The latency of a refresh is to tell of the table, not of the disk.
ALTER DATABASE latchkey SET synchronous_commit = off;
-- A day passes in some seconds; autovacuum is to look as often in it as in a real one, or nearly.
ALTER SYSTEM SET autovacuum_naptime = '1s';
SELECT FROM pg_reload_conf();

-- Each of the users refreshes once, the n-th time, in a transaction each.
CREATE PROCEDURE bench.refresh_all(p_first int, p_last int, p_n int)
LANGUAGE plpgsql AS $fn$
DECLARE
  v_user int;
  v_outcome text;
BEGIN
  FOR v_user IN p_first..p_last LOOP
    SELECT r.outcome INTO v_outcome
      FROM latchkey_api.session_rotate(
             sha256(convert_to(v_user || ' ' || p_n, 'UTF8')),
             sha256(convert_to(v_user || ' ' || p_n + 1, 'UTF8')),
             sha256('attempt'), 10, 604800, 0, '127.0.0.1', 'month', 'bench') AS r;
    ASSERT v_outcome = 'rotated', v_outcome;
    COMMIT;
  END LOOP;
END
$fn$;
