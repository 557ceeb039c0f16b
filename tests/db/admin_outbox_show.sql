\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a, u FROM pg_temp.sign_in('ada') \gset
SELECT id AS first FROM latchkey.outbox WHERE account_id = :'a' \gset
SELECT pg_temp.job(:'a', 'stripe.customer.update', 1) AS behind \gset
SELECT is(latchkey_api.admin_outbox_show(:first) ->> 'state', 'due', 'its state');
SELECT is(latchkey_api.admin_outbox_show(:first) ->> 'user_id', :'u', 'its user');
SELECT is(latchkey_api.admin_outbox_show(:behind) ->> 'waits_for', :'first', 'what it waits for');
SELECT ok(latchkey_api.admin_outbox_show(:first)::text NOT LIKE '%example.org%', 'no personal data');
SELECT is(latchkey_api.admin_outbox_show(0), NULL, 'there is no such job');
SELECT pg_temp.only_for('admin_outbox_show', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
