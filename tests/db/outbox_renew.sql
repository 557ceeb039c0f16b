\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a, u FROM pg_temp.sign_in('ada') \gset
SELECT id, idempotency_key AS key FROM latchkey.outbox WHERE account_id = :'a' \gset
UPDATE latchkey.users SET email = 'new@example.org', full_name = 'New' WHERE id = :'u';
CREATE FUNCTION pg_temp.job_now(p_id bigint) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', payload ->> 'email', payload ->> 'full_name', params, suspect)
    FROM latchkey.outbox WHERE id = p_id
$fn$;

UPDATE latchkey.outbox SET params = '{}', first_attempt_at = now(), suspect = true WHERE id = :id;
SELECT latchkey_api.outbox_renew(ARRAY[:id::bigint]) AS o \gset
SELECT is(pg_temp.job_now(:id), 'ada@example.org ada {} t', 'what may have done something keeps all');
UPDATE latchkey.outbox SET state = 'dead', finished_at = now(), fault = 'refused' WHERE id = :id;
SELECT latchkey_api.outbox_renew(ARRAY[:id::bigint]) AS o \gset
SELECT is(pg_temp.job_now(:id), 'new@example.org New f', 'what was refused begins again');
SELECT isnt(idempotency_key, :'key'::uuid, 'under a new key') FROM latchkey.outbox WHERE id = :id;
SELECT pg_temp.job(:'a', 'stripe.customer.update') AS update \gset
UPDATE latchkey.outbox SET payload = jsonb_build_object('user_id', :'u', 'business_name', 'B') WHERE id = :update;
SELECT latchkey_api.outbox_renew(ARRAY[:update::bigint]) AS o \gset
SELECT is(payload, jsonb_build_object('user_id', :'u', 'business_name', 'B'), 'a payload gets nothing that it had not')
  FROM latchkey.outbox WHERE id = :update;
SELECT pg_temp.only_for('outbox_renew');

SELECT * FROM finish();
ROLLBACK;
