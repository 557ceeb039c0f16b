\ir lib/begin.sql
\ir lib/outbox.sql

SELECT s AS old FROM pg_temp.sign_in('ada') \gset
SELECT s AS live FROM pg_temp.sign_in('bob') \gset
SELECT s AS revoked FROM pg_temp.sign_in('eve') \gset
UPDATE latchkey.sessions SET expires_at = now() - interval '2 days' WHERE id = :'old';
UPDATE latchkey.sessions SET revoked_at = now() - interval '2 days', revoked_reason = 'admin'
 WHERE id = :'revoked';
-- Walks through all of them, a few at a time. -> how many were deleted
CREATE FUNCTION pg_temp.purge(p_keep bigint) RETURNS bigint
LANGUAGE plpgsql AS $fn$
DECLARE
  v_after uuid := '00000000-0000-0000-0000-000000000000';
  v_sum bigint := 0;
  v_deleted bigint;
BEGIN
  LOOP
    SELECT last, deleted INTO v_after, v_deleted FROM latchkey_api.purge_sessions(p_keep, v_after, 2);
    EXIT WHEN v_after IS NULL;
    v_sum := v_sum + v_deleted;
  END LOOP;
  RETURN v_sum;
END
$fn$;
SELECT pg_temp.purge(2 * 86400 + 60) AS others \gset
SELECT is(pg_temp.purge(86400), 2::bigint, 'old sessions go, expired or revoked');
SELECT is((SELECT count(*) FROM latchkey.refresh_tokens WHERE session_id IN (:'old', :'revoked')), 0::bigint,
          'with their tokens');
SELECT is((SELECT count(*) FROM latchkey.sessions WHERE id = :'live'), 1::bigint, 'others stay');
SELECT pg_temp.only_for('purge_sessions', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
