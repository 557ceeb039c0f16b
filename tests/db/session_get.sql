\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT u AS other FROM pg_temp.sign_in('bob') \gset

SELECT results_eq(
  format($$SELECT outcome, user_id, email, full_name, account_id, credits, onboarding_completed
             FROM latchkey_api.session_get(%L, %L)$$, :'s', :'u'),
  format($$VALUES ('live', %L::uuid, 'ada@example.org', 'ada', %L::uuid, 25::bigint, false)$$,
         :'u', :'a'),
  'a live session comes with its user and account');
INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
VALUES (:'a', 5, 'Held', now() + interval '1 minute'), (:'a', 4, 'Held', now());
SELECT is(credits || ' ' || available, '25 20', 'and with what can be spent')
  FROM latchkey_api.session_get(:'s', :'u');
SELECT matches(created_at, '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$', 'times are RFC 3339 in UTC')
  FROM latchkey_api.session_get(:'s', :'u');
SELECT results_eq(
  format('SELECT outcome, user_id FROM latchkey_api.session_get(%L, %L)', :'s', :'other'),
  $$VALUES ('revoked', NULL::uuid)$$, 'another user''s session is not shown');
SELECT results_eq(
  format('SELECT outcome, user_id FROM latchkey_api.session_get(gen_random_uuid(), %L)', :'u'),
  $$VALUES ('revoked', NULL::uuid)$$, 'nor one that does not exist');

UPDATE latchkey.sessions SET expires_at = now() WHERE id = :'s';
SELECT is(outcome, 'revoked', 'an expired session is over')
  FROM latchkey_api.session_get(:'s', :'u');
UPDATE latchkey.sessions SET expires_at = now() + interval '1 day' WHERE id = :'s';
SELECT pg_temp.end_session(:'s');
SELECT is(outcome, 'revoked', 'a revoked session is over')
  FROM latchkey_api.session_get(:'s', :'u');
SELECT pg_temp.only_for('session_get', 'latchkey-auth-session');

SELECT * FROM finish();
ROLLBACK;
