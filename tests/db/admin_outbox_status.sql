\ir lib/begin.sql
\ir lib/outbox.sql

DELETE FROM latchkey.outbox;
SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT latchkey_api.outbox_lane('stripe', 'no key') AS o \gset
SELECT pg_temp.job(:'a', 'email.welcome', -60) AS o \gset
SELECT pg_temp.job(:'a', 'other.job') AS id \gset
SELECT pg_temp.claim('other') AS o \gset
SELECT results_eq(
  'SELECT lane, due, in_flight, later, dead, done, held, oldest IS NOT NULL FROM latchkey_api.admin_outbox_status()',
  $$VALUES ('email', 0::bigint, 0::bigint, 1::bigint, 0::bigint, 0::bigint, NULL, false),
           ('other', 0, 1, 0, 0, 0, NULL, false), ('stripe', 1, 0, 0, 0, 0, 'no key', true)$$,
  'each lane has its counts');
UPDATE latchkey.outbox SET state = 'dead', finished_at = now() WHERE account_id = :'a' AND kind LIKE 'stripe%';
SELECT is((due, dead), (0::bigint, 1::bigint), 'a dead one is told')
  FROM latchkey_api.admin_outbox_status() WHERE lane = 'stripe';
UPDATE latchkey.outbox SET fault = 'address' WHERE state = 'dead';
SELECT is((dead, bad_address), (0::bigint, 1::bigint), 'and apart from them one for a bad address')
  FROM latchkey_api.admin_outbox_status() WHERE lane = 'stripe';
SELECT pg_temp.only_for('admin_outbox_status', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
