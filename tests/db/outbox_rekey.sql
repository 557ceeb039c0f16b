\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
UPDATE latchkey.outbox SET suspect = true WHERE account_id = :'a'
RETURNING id, idempotency_key AS old, fence \gset
SELECT is(latchkey_api.outbox_rekey(:id, :fence + 1), NULL, 'the fence has to hold');
SELECT isnt(latchkey_api.outbox_rekey(:id, :fence), :'old', 'the key is another');
SELECT ok(NOT suspect AND idempotency_key <> :'old', 'and kept') FROM latchkey.outbox WHERE id = :id;
SELECT pg_temp.only_for('outbox_rekey', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
