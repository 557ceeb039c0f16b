\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a, u FROM pg_temp.sign_in('ada') \gset
SELECT id AS create FROM latchkey.outbox WHERE account_id = :'a' \gset
SELECT pg_temp.job(:'a', 'stripe.customer.update') AS update \gset
UPDATE latchkey.outbox SET payload = jsonb_build_object('user_id', :'u') WHERE id = :update;
UPDATE latchkey.users SET email = 'new@example.org' WHERE id = :'u';

-- Discarded after it was refused.
UPDATE latchkey.outbox SET state = 'discarded', finished_at = now(), fault = 'address', params = '{}',
                           first_attempt_at = now() WHERE id = :create;
SELECT is(pg_temp.claim('stripe'), ARRAY[:update::bigint], 'behind a discarded create an update is claimed');
SELECT is(latchkey_api.outbox_create_first(:update, pg_temp.fence(:update) - 1), 'lost', 'an old fence changes nothing');
SELECT is(latchkey_api.outbox_create_first(:update, pg_temp.fence(:update)), 'queued', 'its create is queued');
SELECT ok(state = 'pending' AND attempts = 0 AND due_at <= clock_timestamp(), 'and due') FROM latchkey.outbox WHERE id = :create;
SELECT is((payload ->> 'email', params), ('new@example.org'::text, NULL::jsonb), 'with the user as it is now')
  FROM latchkey.outbox WHERE id = :create;
SELECT is(pg_temp.state(:update), 'later 0', 'the update waits, its attempt not counted');
SELECT is(pg_temp.claim('stripe'), ARRAY[:create::bigint], 'the create comes first');

-- Discarded when nobody knew what it had done.
UPDATE latchkey.outbox SET state = 'discarded', finished_at = now(), params = '{"email": "old"}',
                           first_attempt_at = now() - interval '3 days', lease_until = NULL WHERE id = :create;
UPDATE latchkey.outbox SET due_at = now() WHERE id = :update;
SELECT pg_temp.claim('stripe') AS o \gset
SELECT latchkey_api.outbox_create_first(:update, pg_temp.fence(:update)) AS o \gset
SELECT is((state, params, first_attempt_at), ('pending'::text, '{"email": "old"}'::jsonb, now() - interval '3 days'),
          'what it may have done can still be looked for') FROM latchkey.outbox WHERE id = :create;

-- Never made.
DELETE FROM latchkey.outbox WHERE id = :create;
UPDATE latchkey.outbox SET due_at = now() WHERE id = :update;
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is(latchkey_api.outbox_create_first(:update, pg_temp.fence(:update)), 'queued', 'a create that is not there is made');
SELECT results_eq(
  format('SELECT kind COLLATE "default", payload ->> ''email'' FROM latchkey.outbox WHERE account_id = %L AND lane = ''stripe'' ORDER BY id', :'a'),
  $$VALUES ('stripe.customer.create', 'new@example.org'), ('stripe.customer.update', NULL)$$, 'before the update');
DELETE FROM latchkey.outbox WHERE account_id = :'a' AND kind = 'stripe.customer.create';
UPDATE latchkey.outbox SET due_at = now(), payload = '{}' WHERE account_id = :'a' RETURNING id AS update \gset
SELECT pg_temp.claim('stripe') AS o \gset
SELECT is(latchkey_api.outbox_create_first(:update, pg_temp.fence(:update)), 'unknown', 'an update of nobody');
SELECT pg_temp.only_for('outbox_create_first', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
