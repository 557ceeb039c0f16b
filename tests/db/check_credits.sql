\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada', p_credits => 5) \gset
SELECT a AS none FROM pg_temp.sign_in('bob', p_credits => 0) \gset
SELECT latchkey_api.deduct_credits(:'a', 2, 'analysis', 'x') AS o \gset
SELECT ok(accounts = (SELECT count(*) FROM latchkey.accounts)
          AND entries = (SELECT count(*) FROM latchkey.credit_transactions), 'all are checked')
  FROM latchkey_api.check_credits();
SELECT is(wrong::text, '[]', 'a sound ledger is proved') FROM latchkey_api.check_credits();

ALTER TABLE latchkey.accounts DISABLE TRIGGER USER;
UPDATE latchkey.accounts SET credits = 4 WHERE id = :'a';
UPDATE latchkey.accounts SET credits = 1 WHERE id = :'none';
SELECT set_eq(
  $$SELECT (w ->> 'account_id')::uuid AS a, (w ->> 'credits')::int AS c, (w ->> 'ledger')::int AS l
      FROM latchkey_api.check_credits(), json_array_elements(wrong) AS w$$,
  format('VALUES (%L::uuid, 4, 3), (%L, 1, 0)', :'a', :'none'), 'a wrong balance is found');
UPDATE latchkey.accounts SET credits = 3 WHERE id = :'a';
UPDATE latchkey.accounts SET credits = 0 WHERE id = :'none';
ALTER TABLE latchkey.credit_transactions DISABLE TRIGGER USER;
UPDATE latchkey.credit_transactions SET balance_after = 9 WHERE account_id = :'a' AND amount = 5;
SELECT is(wrong -> 0 ->> 'account_id', :'a', 'and an entry that does not follow the one before')
  FROM latchkey_api.check_credits();
SELECT pg_temp.only_for('check_credits', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
