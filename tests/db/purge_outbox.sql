\ir lib/begin.sql
\ir lib/outbox.sql

DELETE FROM latchkey.outbox WHERE state <> 'pending';
SELECT a FROM pg_temp.sign_in('ada') \gset
INSERT INTO latchkey.outbox (account_id, kind, state, finished_at)
SELECT :'a', 'test.' || state, state, now() - days * interval '1 day'
  FROM (VALUES ('done', 40), ('discarded', 35), ('done', 5), ('dead', 40)) AS j (state, days);
SELECT is(latchkey_api.purge_outbox(30 * 86400, 1), 1::bigint, 'some at a time');
SELECT is(latchkey_api.purge_outbox(30 * 86400, 10), 1::bigint, 'until there are none');
SELECT is(latchkey_api.purge_outbox(30 * 86400, 10), 0::bigint, 'left');
SELECT results_eq(
  $$SELECT state FROM latchkey.outbox WHERE state <> 'pending' ORDER BY state$$,
  ARRAY['dead', 'done'], 'what is newer stays, and what is dead');
UPDATE latchkey.outbox SET state = 'discarded', finished_at = now() - interval '40 days'
 WHERE account_id = :'a' AND kind = 'stripe.customer.create';
SELECT is(latchkey_api.purge_outbox(30 * 86400, 10), 0::bigint, 'a discarded create is kept');
UPDATE latchkey.accounts SET stripe_customer_id = 'cus_1' WHERE id = :'a';
SELECT is(latchkey_api.purge_outbox(30 * 86400, 10), 1::bigint, 'until its account has a customer');
SELECT pg_temp.only_for('purge_outbox', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
