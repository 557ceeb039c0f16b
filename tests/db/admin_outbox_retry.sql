\ir lib/begin.sql
\ir lib/outbox.sql

UPDATE latchkey.outbox SET state = 'done', finished_at = now() WHERE state = 'dead';
SELECT a, u FROM pg_temp.sign_in('ada') \gset
UPDATE latchkey.outbox SET state = 'dead', finished_at = now(), attempts = 9
 WHERE account_id = :'a' RETURNING id \gset
SELECT pg_temp.job(:'a', 'stripe.customer.update', -900) AS behind \gset
SELECT is(latchkey_api.admin_outbox_retry(NULL, 'root'), 1::bigint, 'every dead job');
SELECT is(pg_temp.state(:id), 'due 0', 'is due, its attempts forgotten');
SELECT ok(due_at <= clock_timestamp(), 'with those that waited for it') FROM latchkey.outbox WHERE id = :behind;
SELECT is(latchkey_api.admin_outbox_retry(NULL, 'root'), 0::bigint, 'and then none is');
UPDATE latchkey.outbox SET due_at = now() + interval '1 hour' WHERE id = :id;
SELECT is(latchkey_api.admin_outbox_retry(:id, 'root'), 1::bigint, 'one that is to come later is due now');
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is(latchkey_api.admin_outbox_retry(:id, 'root'), 0::bigint, 'one in flight is left alone');
SELECT results_eq(
  format('SELECT detail FROM latchkey.audit_log WHERE event = ''outbox_retried'' AND account_id = %L LIMIT 1', :'a'),
  format('VALUES (%L::jsonb)', jsonb_build_object('job', :id, 'kind', 'stripe.customer.create', 'actor', 'root')),
  'the audit log has the actor');

-- What was refused is sent with the data that the user has now.
UPDATE latchkey.outbox SET state = 'dead', finished_at = now(), lease_until = NULL, fault = 'address',
                           params = '{}', first_attempt_at = now() - interval '2 days', suspect = true
 WHERE id = :id RETURNING idempotency_key AS key \gset
UPDATE latchkey.users SET email = 'right@example.org' WHERE id = :'u';
SELECT is(latchkey_api.admin_outbox_retry(:id, 'root'), 1::bigint, 'a job that was refused is due');
SELECT results_eq(
  format('SELECT payload ->> ''email'', params, first_attempt_at, suspect, fault, idempotency_key <> %L::uuid
            FROM latchkey.outbox WHERE id = %s', :'key', :id),
  $$VALUES ('right@example.org', NULL::jsonb, NULL::timestamptz, false, NULL, true)$$, 'with the address as it is now');
SELECT pg_temp.only_for('admin_outbox_retry', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
