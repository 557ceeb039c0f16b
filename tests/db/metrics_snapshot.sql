\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
UPDATE latchkey.outbox SET state = 'done', finished_at = now() WHERE state <> 'done';
SELECT results_eq(
  $$SELECT outbox_pending, outbox_dead, outbox_oldest_seconds, outbox_attempts
      FROM latchkey_api.metrics_snapshot()$$,
  $$VALUES (0::bigint, 0::bigint, 0::bigint, 0::bigint)$$, 'work that is done is not counted');

INSERT INTO latchkey.outbox (account_id, kind, state, created_at, attempts, finished_at)
VALUES (:'a', 'test.dead', 'dead', now() - interval '1 day', 20, now()),
       (:'a', 'test.old', 'pending', now() - interval '90 seconds', 3, NULL),
       (:'a', 'test.new', 'pending', now(), 1, NULL);
SELECT results_eq(
  $$SELECT outbox_pending, outbox_dead, outbox_oldest_seconds, outbox_attempts
      FROM latchkey_api.metrics_snapshot()$$,
  $$VALUES (2::bigint, 1::bigint, 90::bigint, 4::bigint)$$,
  'depth, age and attempts are of pending jobs');
UPDATE latchkey.outbox SET fault = 'address' WHERE kind = 'test.dead';
SELECT is(outbox_dead, 0::bigint, 'a bad address is not an alarm') FROM latchkey_api.metrics_snapshot();
SELECT is(latest_migration, (SELECT max(name) FROM latchkey.schema_migrations WHERE kind = 'migration'),
          'the latest migration is named')
  FROM latchkey_api.metrics_snapshot();
SELECT pg_temp.only_for('metrics_snapshot', 'latchkey-admin', 'latchkey-metrics');

SELECT * FROM finish();
ROLLBACK;
