\ir lib/begin.sql
\ir lib/outbox.sql

CREATE FUNCTION pg_temp.fail(p_id bigint, p_delay bigint, p_suspect boolean, p_older int DEFAULT 0)
RETURNS bigint LANGUAGE sql AS $fn$
  SELECT latchkey_api.outbox_fail(ARRAY[p_id], ARRAY[pg_temp.fence(p_id) - p_older], ARRAY[p_delay],
                                  ARRAY['why'], ARRAY[p_suspect])
$fn$;
SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT id FROM latchkey.outbox WHERE account_id = :'a' \gset
UPDATE latchkey.outbox SET due_at = now() WHERE id = :id;
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is(pg_temp.fail(:id, 5000, true, 1), NULL, 'an old fence changes nothing');
SELECT is(pg_temp.fail(:id, 5000, true), :id::bigint, 'the job is put off');
SELECT is(pg_temp.state(:id), 'later 1 why', 'with the reason');
SELECT ok(suspect AND due_at BETWEEN now() + interval '4 seconds' AND clock_timestamp() + interval '5 seconds',
          'by its delay, under suspicion') FROM latchkey.outbox WHERE id = :id;
SELECT pg_temp.fail(:id, 0, false) AS o \gset
SELECT ok(suspect, 'a suspicion stays until there is a new key') FROM latchkey.outbox WHERE id = :id;
SELECT is(pg_temp.fail(:id, NULL, false), :id::bigint, 'without a delay it is dead');
SELECT is(pg_temp.state(:id), 'dead 1 why', 'with the reason');
SELECT is(pg_temp.fail(:id, 0, false), NULL, 'and stays so');
SELECT is(fault, NULL, 'nobody knows why') FROM latchkey.outbox WHERE id = :id;
UPDATE latchkey.outbox SET state = 'pending', finished_at = NULL WHERE id = :id;
SELECT latchkey_api.outbox_fail(ARRAY[:id::bigint], ARRAY[pg_temp.fence(:id)], ARRAY[NULL::bigint], ARRAY['why'],
                                ARRAY[false], ARRAY['address']) AS o \gset
SELECT is(fault, 'address', 'or somebody does') FROM latchkey.outbox WHERE id = :id;
SELECT pg_temp.only_for('outbox_fail', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
