\ir lib/begin.sql

SELECT max(name) AS latest FROM latchkey.schema_migrations WHERE kind = 'migration' \gset
SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT results_eq(format('SELECT migrations FROM latchkey_api.health_check(%L)', :'latest'),
                  ARRAY[true], 'the latest migration is known');
SELECT results_eq(format('SELECT migrations FROM latchkey_api.health_check(%L)', :'latest' || '.sql'),
                  ARRAY[true], 'by its file''s name as well');
SELECT results_eq($$SELECT migrations FROM latchkey_api.health_check('9999_to_come')$$,
                  ARRAY[false], 'a database that is behind is noticed');

SELECT outbox_dead AS dead, outbox_overdue AS overdue FROM latchkey_api.health_check('x') \gset
INSERT INTO latchkey.outbox (account_id, kind, state, due_at, lease_until, finished_at)
VALUES (:'a', 'test.dead', 'dead', now(), NULL, now()),
       (:'a', 'test.done', 'done', now() - interval '1 day', NULL, now()),
       (:'a', 'test.fresh', 'pending', now() - interval '14 minutes', NULL, NULL),
       (:'a', 'test.leased', 'pending', now() - interval '1 day', now() + interval '1 minute', NULL),
       (:'a', 'test.overdue', 'pending', now() - interval '16 minutes', NULL, NULL);
SELECT is(outbox_dead, :dead + 1::bigint, 'dead jobs are counted') FROM latchkey_api.health_check('x');
UPDATE latchkey.outbox SET fault = 'address' WHERE kind = 'test.dead' AND account_id = :'a';
SELECT is(outbox_dead, :dead::bigint, 'but not for a bad address') FROM latchkey_api.health_check('x');
SELECT is(outbox_overdue, :overdue + 1::bigint, 'and those that nobody took for a quarter of an hour')
  FROM latchkey_api.health_check('x');
UPDATE latchkey.outbox_lanes SET held_because = 'no key', seen_at = now() WHERE lane = 'stripe';
UPDATE latchkey.outbox SET due_at = now() - interval '1 hour' WHERE account_id = :'a' AND lane = 'stripe';
SELECT is((outbox_overdue, outbox_held), (:overdue + 1::bigint, 1::bigint), 'one that has to wait is held')
  FROM latchkey_api.health_check('x');
UPDATE latchkey.outbox_lanes SET seen_at = now() - interval '1 hour' WHERE lane = 'stripe';
SELECT is((outbox_overdue, outbox_held), (:overdue + 2::bigint, 0::bigint), 'unless no cron has said so lately')
  FROM latchkey_api.health_check('x');
SELECT pg_temp.only_for('health_check', 'latchkey-health');

SELECT * FROM finish();
ROLLBACK;
