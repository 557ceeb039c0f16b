\ir lib/begin.sql
\ir lib/outbox.sql

UPDATE latchkey.outbox_lanes SET free_at = now() WHERE lane = 'stripe';
SELECT latchkey_api.outbox_pause('stripe', 60000) AS o \gset
SELECT ok(free_at > now() + interval '59 seconds', 'no place is given out') FROM latchkey.outbox_lanes WHERE lane = 'stripe';
SELECT latchkey_api.outbox_pause('stripe', 1) AS o \gset
SELECT ok(free_at > now() + interval '59 seconds', 'a shorter pause does not end a longer one')
  FROM latchkey.outbox_lanes WHERE lane = 'stripe';
UPDATE latchkey.outbox_lanes SET free_at = now() + interval '5 hours' WHERE lane = 'stripe';
SELECT latchkey_api.outbox_pause('stripe', 60000) AS o \gset
SELECT ok(free_at < now() + interval '2 minutes', 'a pause that a wrong clock wrote is forgotten')
  FROM latchkey.outbox_lanes WHERE lane = 'stripe';
SELECT pg_temp.only_for('outbox_pause', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
