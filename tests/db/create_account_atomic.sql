\ir lib/begin.sql

CREATE TEMPORARY TABLE first AS
SELECT * FROM latchkey_api.create_account_atomic(
  'https://issuer.example', 'sub-1', 'ada@example.org', 'Ada Lovelace', 'https://example.org/a.png',
  pg_temp.hash('t1'), 604800, 0, 25, '192.0.2.1', 'Agent', 'request-1');

SELECT is(created, true, 'a new identity is signed up') FROM first;
SELECT is(full_name, 'Ada Lovelace', 'the name is the claim') FROM first;
SELECT is(account_name, 'Ada Lovelace''s Account', 'the account is named after the user') FROM first;
SELECT matches(account_slug, '^ada-lovelace-[0-9a-f]{8}$', 'the slug is made of the name') FROM first;
SELECT is(credits, 25::bigint, 'the account starts with the signup bonus') FROM first;
SELECT is(onboarding_completed, false, 'onboarding is to come') FROM first;
SELECT is(refresh_expires_in, 604800, 'the refresh token lives as long as asked') FROM first;
SELECT results_eq(
  'SELECT m.role FROM latchkey.account_members AS m JOIN first AS f USING (account_id, user_id)',
  ARRAY['owner'], 'the user owns the account');
SELECT results_eq(
  'SELECT t.type, t.amount, t.balance_after FROM latchkey.credit_transactions AS t
     JOIN first AS f USING (account_id)',
  $$VALUES ('signup_bonus', 25::bigint, 25::bigint)$$, 'the ledger has the one bonus');
SELECT results_eq(
  'SELECT o.kind COLLATE "default", o.state, o.payload ->> ''email'' FROM latchkey.outbox AS o
     JOIN first AS f USING (account_id)',
  $$VALUES ('stripe.customer.create', 'pending', 'ada@example.org')$$, 'one job is queued');
SELECT results_eq(
  'SELECT l.event, host(l.ip), l.user_agent, l.request_id FROM latchkey.audit_log AS l
     JOIN first AS f USING (session_id)',
  $$VALUES ('sign_up', '192.0.2.1', 'Agent', 'request-1')$$, 'the audit log has the sign-up');
SELECT results_eq(
  'SELECT t.hash, t.predecessor, t.spent_at FROM latchkey.refresh_tokens AS t
     JOIN first AS f USING (session_id)',
  $$VALUES (pg_temp.hash('t1'), NULL::bytea, NULL::timestamptz)$$,
  'the session has its first token, by hash');

CREATE TEMPORARY TABLE again AS
SELECT * FROM latchkey_api.create_account_atomic(
  'https://issuer.example', 'sub-1', 'ada@new.example', NULL, NULL,
  pg_temp.hash('t2'), 604800, 3600, 99, '192.0.2.2', 'Other agent', 'request-2');

SELECT is(created, false, 'signing in again creates nothing') FROM again;
SELECT is(a.user_id, f.user_id, 'it finds the user') FROM again AS a, first AS f;
SELECT is(a.account_id, f.account_id, 'it finds the account') FROM again AS a, first AS f;
SELECT isnt(a.session_id, f.session_id, 'it starts a session of its own') FROM again AS a, first AS f;
SELECT is(email, 'ada@new.example', 'a changed e-mail is taken over') FROM again;
SELECT is(full_name, 'Ada Lovelace', 'a missing name claim keeps the name') FROM again;
SELECT is(avatar_url, NULL, 'a missing picture is none') FROM again;
SELECT is(credits, 25::bigint, 'credits do not change') FROM again;
SELECT is(refresh_expires_in, 3600, 'the absolute limit cuts the first token''s life') FROM again;
SELECT is(s.absolute_expires_at, s.created_at + interval '1 hour', 'and is kept with the session')
  FROM latchkey.sessions AS s JOIN again AS a ON a.session_id = s.id;
SELECT is(count(*), 1::bigint, 'no second job')
  FROM latchkey.outbox AS o JOIN first AS f USING (account_id);
SELECT is(l.event, 'sign_in', 'the audit log has the sign-in')
  FROM latchkey.audit_log AS l JOIN again AS a USING (session_id);

CREATE TEMPORARY TABLE other AS
SELECT * FROM latchkey_api.create_account_atomic(
  'https://other.example', 'sub-1', 'łukasz@example.org', NULL, repeat('x', 3000),
  pg_temp.hash('t3'), 604800, 0, 0, NULL, repeat('u', 1000), NULL);

SELECT is(created, true, 'the same subject of another issuer is another user') FROM other;
SELECT is(full_name, 'łukasz', 'without a name claim the e-mail''s local part is the name') FROM other;
SELECT matches(account_slug, '^[a-z0-9-]+$', 'a slug is plain ASCII whatever the name') FROM other;
SELECT is(avatar_url, NULL, 'a picture''s URL that is too long is none') FROM other;
SELECT is(credits, 0::bigint, 'without a bonus the account has none') FROM other;
SELECT is(length(s.user_agent), 400, 'a long user agent is cut')
  FROM latchkey.sessions AS s JOIN other AS o ON o.session_id = s.id;
SELECT is(count(*), 0::bigint, 'and the ledger is empty')
  FROM latchkey.credit_transactions AS t JOIN other AS o USING (account_id);
SELECT pg_temp.only_for('create_account_atomic', 'latchkey-auth-complete-signup');

SELECT * FROM finish();
ROLLBACK;
