\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT is(latchkey_api.outbox_lane('stripe', 'no key'), 1::bigint, 'one job is due');
SELECT ok(held_because = 'no key' AND seen_at = now(), 'why it waits is noted')
  FROM latchkey.outbox_lanes WHERE lane = 'stripe';
SELECT is(latchkey_api.outbox_lane('stripe', NULL), 1::bigint, 'a cron that has what it needs');
SELECT is(held_because, NULL, 'takes the note away') FROM latchkey.outbox_lanes WHERE lane = 'stripe';
SELECT is(latchkey_api.outbox_lane('new', NULL), 0::bigint, 'a lane is made where it is missing');
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is(latchkey_api.outbox_lane('stripe', NULL), 0::bigint, 'what is leased is not due');
SELECT pg_temp.only_for('outbox_lane', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
