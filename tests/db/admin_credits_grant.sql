\ir lib/begin.sql

CREATE FUNCTION pg_temp.grant(p_who text, p_amount bigint) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, balance)
    FROM latchkey_api.admin_credits_grant(p_who, p_amount, 'A reason', 'root')
$fn$;
SELECT a FROM pg_temp.sign_in('ada', p_credits => 5) \gset
SELECT is(pg_temp.grant('nobody', 1), 'unknown', 'nobody has no account');
SELECT is(pg_temp.grant('ada@example.org', 10), 'granted 15', 'credits are granted');
SELECT is(pg_temp.grant(:'a', -15), 'granted 0', 'or taken back');
SELECT is(pg_temp.grant(:'a', -1), 'insufficient_credits 0', 'what is there');
SELECT results_eq(
  format('SELECT amount, type, description FROM latchkey.credit_transactions
           WHERE account_id = %L AND type <> ''signup_bonus'' ORDER BY created_at', :'a'),
  $$VALUES (10::bigint, 'grant', 'A reason'), (-15, 'grant', 'A reason')$$,
  'the ledger has the reason');
SELECT results_eq(
  format('SELECT detail FROM latchkey.audit_log
           WHERE account_id = %L AND event = ''credits_granted'' ORDER BY at LIMIT 1', :'a'),
  $$VALUES ('{"actor": "root", "amount": 10, "reason": "A reason"}'::jsonb)$$,
  'the audit log has the actor');
SELECT pg_temp.grant(:'a', 3) AS o \gset
INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
VALUES (:'a', 2, 'Held', now() + interval '1 minute');
SELECT is(pg_temp.grant(:'a', -2), 'insufficient_credits 3', 'what is held is not taken');
SELECT is(pg_temp.grant(:'a', -1), 'granted 2', 'the rest may be');
INSERT INTO latchkey.users (issuer, subject, email, full_name)
VALUES ('https://other.example', 'x', 'ada@example.org', 'Another');
SELECT latchkey_api.account_create(id, full_name, 0) AS o
  FROM latchkey.users WHERE issuer = 'https://other.example' AND subject = 'x' \gset
SELECT is(pg_temp.grant('ada@example.org', 10), 'ambiguous', 'an e-mail of two is not enough');
SELECT pg_temp.only_for('admin_credits_grant', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
