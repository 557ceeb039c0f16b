\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada', p_credits => 10) \gset
SELECT a AS b FROM pg_temp.sign_in('bob', p_credits => 3) \gset

INSERT INTO latchkey.credit_transactions (account_id, amount, type, description, balance_after, created_at)
VALUES (:'a', -4, 'analysis', 'x', 1000, '1999-01-01');
SELECT results_eq(
  format('SELECT amount, balance_after FROM latchkey.credit_transactions WHERE account_id = %L
           ORDER BY created_at', :'a'),
  'VALUES (10::bigint, 10::bigint), (-4, 6)',
  'an entry''s balance and time are made here, whatever was given');
INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
VALUES (:'a', 5, 'grant', 'one'), (:'b', 1, 'grant', 'two'), (:'a', 5, 'grant', 'three');
SELECT results_eq(
  format('SELECT balance_after FROM latchkey.credit_transactions WHERE account_id = %L
           ORDER BY created_at, id', :'a'),
  ARRAY[10, 6, 11, 16]::bigint[], 'several entries of one statement follow each other');
SELECT is(count(DISTINCT created_at), count(*), 'no two of an account have one time')
  FROM latchkey.credit_transactions WHERE account_id = :'a';

ALTER TABLE latchkey.credit_transactions DISABLE TRIGGER append_only;
UPDATE latchkey.credit_transactions SET created_at = created_at + interval '1 hour';
ALTER TABLE latchkey.credit_transactions ENABLE TRIGGER append_only;
INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
VALUES (:'a', -16, 'analysis', 'after the clock was set back');
SELECT is(amount, -16::bigint, 'the newest entry is the last one even so')
  FROM latchkey.credit_transactions WHERE account_id = :'a'
 ORDER BY created_at DESC LIMIT 1;
SELECT throws_ok(
  format('INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
          VALUES (%L, -1, ''analysis'', ''x'')', :'a'),
  '23514', NULL, 'nobody spends what is not there');
SELECT throws_ok(
  format('INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
          VALUES (%L, 25, ''signup_bonus'', ''x'')', :'a'),
  '23505', NULL, 'there is no second signup bonus');
SELECT throws_ok(
  'INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
   VALUES (gen_random_uuid(), 25, ''grant'', ''x'')',
  '23503', NULL, 'there is no ledger without an account');
SELECT throws_ok(
  format('INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
          VALUES (%L, 0, ''grant'', ''x'')', :'a'),
  '23514', NULL, 'an entry of nothing is refused');
INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
VALUES (:'b', 3, 'Held', now() + interval '1 minute') RETURNING id AS hold \gset
SELECT throws_ok(
  format('INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
          VALUES (%L, -2, ''spend'', ''x'')', :'b'),
  '23514', NULL, 'nobody spends what is held');
SELECT lives_ok(
  format('INSERT INTO latchkey.credit_transactions (account_id, amount, type, description, hold_id)
          VALUES (%L, -2, ''spend'', ''x'', %L)', :'b', :'hold'),
  'but by settling the hold');
SELECT throws_ok(
  format('INSERT INTO latchkey.credit_transactions (account_id, amount, type, description, hold_id)
          VALUES (%L, -1, ''spend'', ''x'', %L)', :'b', :'hold'),
  '23505', NULL, 'once');
SELECT pg_temp.only_for('ledger_append');

SELECT * FROM finish();
ROLLBACK;
