\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a AS ada FROM pg_temp.sign_in('ada') \gset
SELECT a AS bob FROM pg_temp.sign_in('bob') \gset
DELETE FROM latchkey.outbox WHERE account_id IN (:'ada', :'bob');
SELECT pg_temp.job(:'ada', 'stripe.customer.create', 3) AS first \gset
SELECT pg_temp.job(:'bob', 'stripe.customer.create', 5) AS second \gset
SELECT pg_temp.job(:'ada', 'stripe.customer.update', 2) AS behind \gset
SELECT pg_temp.job(:'ada', 'email.welcome', 2) AS mail \gset
SELECT pg_temp.job(:'bob', 'email.welcome', -3600) AS later \gset

SELECT is(pg_temp.claim('stripe', 1), ARRAY[:second::bigint], 'what fell due first comes first');
SELECT is(pg_temp.claim('stripe'), ARRAY[:first::bigint], 'what is leased is not given out again');
SELECT ok(due_at > now() + interval '50 seconds', 'a job behind another is put off until that lease ends')
  FROM latchkey.outbox WHERE id = :behind;
SELECT is(pg_temp.claim('email'), ARRAY[:mail::bigint], 'another lane waits for nobody; what is not due is left');
SELECT is((attempts, fence), (1, 1::bigint), 'an attempt is counted, the fence raised')
  FROM latchkey.outbox WHERE id = :first;

UPDATE latchkey.outbox SET lease_until = now() - interval '1 second' WHERE id = :first;
SELECT results_eq(
  format('SELECT id, attempts, fence FROM latchkey_api.outbox_claim(''stripe'', 10, 60, 0, 0)'),
  format('VALUES (%s::bigint, 2, 2::bigint)', :first), 'where a lease ran out somebody else goes on');

UPDATE latchkey.outbox SET state = 'dead', finished_at = now() WHERE id = :first;
UPDATE latchkey.outbox SET due_at = now() WHERE id = :behind;
SELECT is(pg_temp.claim('stripe'), NULL, 'a job waits for a dead one as well');
UPDATE latchkey.outbox SET state = 'done' WHERE id = :first;
UPDATE latchkey.outbox SET due_at = now() WHERE id = :behind;
UPDATE latchkey.accounts SET stripe_customer_id = 'cus_1' WHERE id = :'ada';
SELECT results_eq(
  $$SELECT kind, payload, params, customer, suspect FROM latchkey_api.outbox_claim('stripe', 10, 60, 0, 0)$$,
  $$VALUES ('stripe.customer.update', '{}', NULL::text, 'cus_1', false)$$,
  'then it comes, with the customer of its account');

-- Blocked jobs do not use up the limit, and the next claim goes on behind the last one.
SELECT a AS many FROM pg_temp.sign_in('many') \gset
DELETE FROM latchkey.outbox WHERE account_id = :'many';
SELECT count(pg_temp.job(:'many', 'stripe.customer.update', 20 - i)) AS o FROM generate_series(1, 5) AS i \gset
SELECT a AS last FROM pg_temp.sign_in('last') \gset
SELECT id AS free, due_us - 1 AS us FROM latchkey_api.outbox_claim('stripe', 2, 60, 0, 0)
 WHERE account_id = :'last' \gset
SELECT is(account_id, :'last', 'those blocked are passed') FROM latchkey.outbox WHERE id = :free;
UPDATE latchkey.outbox SET lease_until = NULL WHERE id = :free;
SELECT is((SELECT count(*) FROM latchkey_api.outbox_claim('stripe', 9, 60, :us + 1, :free)), 0::bigint,
          'what lies before the cursor is not looked at again');
SELECT is((SELECT count(*) FROM latchkey_api.outbox_claim('stripe', 9, 60, :us + 1, :free - 1)), 1::bigint,
          'what lies behind it is');

-- A clock that was ahead by hours has dated these.
SELECT a AS eve FROM pg_temp.sign_in('eve') \gset
DELETE FROM latchkey.outbox WHERE account_id = :'eve';
SELECT pg_temp.job(:'eve', 'clock.ahead', -5 * 3600) AS far \gset
SELECT pg_temp.job(:'eve', 'other.ahead', -3600) AS near \gset
SELECT is(pg_temp.claim('clock'), ARRAY[:far::bigint], 'put off further than any cron does, a job is due');
SELECT is(pg_temp.claim('other'), NULL, 'put off by an hour it has to wait');
SELECT is(pg_temp.claim('clock'), NULL, 'a lease is a lease');
UPDATE latchkey.outbox SET lease_until = now() + interval '5 hours' WHERE id = :far;
SELECT is(pg_temp.claim('clock'), ARRAY[:far::bigint], 'unless it is longer than any cron''s');
SELECT pg_temp.only_for('outbox_claim', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
