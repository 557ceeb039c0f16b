\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT id FROM latchkey.outbox WHERE account_id = :'a' \gset
SELECT pg_temp.job(:'a', 'stripe.customer.update', -900) AS behind \gset
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is(latchkey_api.admin_outbox_discard(:id, 'root'), 'in_flight', 'one in flight is left alone');
UPDATE latchkey.outbox SET lease_until = NULL WHERE id = :id;
SELECT is(latchkey_api.admin_outbox_discard(:id, 'root'), 'discarded', 'a job is given up');
SELECT is(pg_temp.state(:id), 'discarded 1', 'permanently');
SELECT ok(due_at <= clock_timestamp(), 'and those behind it go on') FROM latchkey.outbox WHERE id = :behind;
SELECT is(latchkey_api.admin_outbox_discard(:id, 'root'), 'finished', 'once');
SELECT is(latchkey_api.admin_outbox_discard(0, 'root'), 'unknown', 'there is no such job');
SELECT is(count(*), 1::bigint, 'the audit log has it')
  FROM latchkey.audit_log WHERE event = 'outbox_discarded' AND account_id = :'a';
SELECT pg_temp.only_for('admin_outbox_discard', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
