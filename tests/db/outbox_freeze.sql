\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT id FROM latchkey.outbox WHERE account_id = :'a' \gset
UPDATE latchkey.outbox SET due_at = now() WHERE id = :id;
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is((SELECT count(*) FROM latchkey_api.outbox_freeze(ARRAY[:id], ARRAY[pg_temp.fence(:id) - 1], ARRAY['{}'])),
          0::bigint, 'an old fence freezes nothing');
SELECT results_eq(
  format($$SELECT id, first_attempt_at BETWEEN extract(epoch FROM now()) - 1 AND extract(epoch FROM clock_timestamp()) + 1
             FROM latchkey_api.outbox_freeze(ARRAY[%1$s], ARRAY[pg_temp.fence(%1$s)], ARRAY['{"a": "1"}'])$$, :id),
  format('VALUES (%s::bigint, true)', :id), 'parameters and time are kept');
SELECT is((SELECT count(*) FROM latchkey_api.outbox_freeze(ARRAY[:id], ARRAY[pg_temp.fence(:id)], ARRAY['{"a": "2"}'])),
          0::bigint, 'once');
SELECT is(params, '{"a": "1"}'::jsonb, 'and stay') FROM latchkey.outbox WHERE id = :id;
SELECT pg_temp.only_for('outbox_freeze', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
