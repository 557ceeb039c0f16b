\ir lib/begin.sql
\ir lib/outbox.sql

CREATE FUNCTION pg_temp.release(p_id bigint, p_delay bigint, p_older int DEFAULT 0) RETURNS bigint
LANGUAGE sql AS $fn$
  SELECT latchkey_api.outbox_release(ARRAY[p_id], ARRAY[pg_temp.fence(p_id) - p_older], ARRAY[p_delay])
$fn$;
SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT id FROM latchkey.outbox WHERE account_id = :'a' \gset
UPDATE latchkey.outbox SET due_at = now() WHERE id = :id;
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is(pg_temp.release(:id, 0, 1), NULL, 'an old fence changes nothing');
SELECT is(pg_temp.release(:id, 0), :id::bigint, 'a job is given back');
SELECT is(pg_temp.state(:id), 'due 0', 'as it was');
SELECT is(pg_temp.release(:id, 0), NULL, 'once');
SELECT pg_temp.claim('stripe') AS o \gset
SELECT pg_temp.release(:id, 60000) AS o \gset
SELECT is(pg_temp.state(:id), 'later 0', 'or to be due later');
SELECT pg_temp.only_for('outbox_release', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
