\ir lib/begin.sql
\ir lib/outbox.sql

CREATE FUNCTION pg_temp.complete(p_id bigint, p_customer text, p_older int DEFAULT 0) RETURNS text
LANGUAGE sql AS $fn$
  SELECT outcome FROM latchkey_api.outbox_complete(
           ARRAY[p_id], ARRAY[pg_temp.fence(p_id) - p_older], ARRAY[p_customer])
$fn$;
SELECT a AS ada FROM pg_temp.sign_in('ada') \gset
SELECT a AS bob FROM pg_temp.sign_in('bob') \gset
SELECT id AS first FROM latchkey.outbox WHERE account_id = :'ada' \gset
SELECT id AS second FROM latchkey.outbox WHERE account_id = :'bob' \gset
SELECT pg_temp.job(:'ada', 'stripe.customer.update', -900) AS behind \gset
UPDATE latchkey.outbox SET due_at = now() WHERE id IN (:first, :second);
SELECT pg_temp.claim('stripe') AS o \gset

SELECT is(pg_temp.complete(:first, 'cus_1', 1), NULL, 'an old fence completes nothing');
SELECT is(pg_temp.complete(:first, 'cus_1'), 'done', 'the fence holds');
SELECT ok(state = 'done' AND lease_until IS NULL AND finished_at IS NOT NULL, 'the job is done')
  FROM latchkey.outbox WHERE id = :first;
SELECT is(stripe_customer_id, 'cus_1', 'the account has its customer')
  FROM latchkey.accounts WHERE id = :'ada';
SELECT ok(due_at <= clock_timestamp(), 'and the next job of the account is due')
  FROM latchkey.outbox WHERE id = :behind;
SELECT is(pg_temp.complete(:first, 'cus_1'), NULL, 'what is done is not done again');
SELECT is(pg_temp.complete(:second, 'cus_1'), 'conflict', 'a customer is of one account');
SELECT is(pg_temp.state(:second), 'in_flight 1', 'the job stays as it is');
UPDATE latchkey.accounts SET stripe_customer_id = 'cus_2' WHERE id = :'bob';
SELECT is(pg_temp.complete(:second, 'cus_3'), 'conflict', 'an account has one customer');
SELECT is(pg_temp.complete(:second, 'cus_2'), 'done', 'the same one again is not a conflict');
SELECT throws_ok(format('UPDATE latchkey.accounts SET stripe_customer_id = ''cus_1'' WHERE id = %L', :'bob'),
                 '23505', NULL, 'the table itself refuses a customer of two accounts');
SELECT pg_temp.only_for('outbox_complete', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
