\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT id AS first FROM latchkey.outbox WHERE account_id = :'a' \gset
SELECT pg_temp.job(:'a', 'stripe.customer.update', -900) AS behind \gset
SELECT pg_temp.job(:'a', 'email.welcome', -900) AS mail \gset
SELECT latchkey_api.outbox_wake(ARRAY[:first::bigint]) AS o \gset
SELECT ok(due_at <= clock_timestamp(), 'the job behind is due') FROM latchkey.outbox WHERE id = :behind;
SELECT is(pg_temp.state(:mail), 'later 0', 'another lane is not concerned');
SELECT pg_temp.only_for('outbox_wake');

SELECT * FROM finish();
ROLLBACK;
