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
UPDATE latchkey.credit_transactions SET balance_after = 5 WHERE account_id = :'a' AND amount = 5;
SELECT is(wrong::text || faults, '[][]', 'all is well') FROM latchkey_api.check_credits();

-- What the database refuses to become, made with its triggers off.
ALTER TABLE latchkey.credit_holds DISABLE TRIGGER USER;
CREATE FUNCTION pg_temp.faults() RETURNS SETOF text
LANGUAGE sql AS $fn$
  SELECT f ->> 'fault' FROM latchkey_api.check_credits(), json_array_elements(faults) AS f
$fn$;
INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
VALUES (:'a', 3, 'x', now() + interval '1 hour'), (:'a', 1, 'x', now() - interval '1 hour');
SELECT is(holds || faults::text, '2[]', 'holds are counted, and what they cover is well')
  FROM latchkey_api.check_credits();
UPDATE latchkey.credit_holds SET expires_at = now() + interval '1 hour' WHERE account_id = :'a';
SELECT results_eq('SELECT pg_temp.faults()', ARRAY['4 of 3 credits are held'],
                  'more than the account has cannot be held');
UPDATE latchkey.credit_holds
   SET state = CASE amount WHEN 1 THEN 'settled' ELSE 'released' END, ended_at = now(), balance = 0,
       available = 0
 WHERE account_id = :'a';
SELECT results_eq('SELECT pg_temp.faults()',
                  ARRAY['the hold is settled, and the ledger has nothing for it'],
                  'a hold is not settled without an entry');
INSERT INTO latchkey.credit_transactions (account_id, amount, balance_after, type, description, created_at, hold_id)
SELECT h.account_id, -h.amount, 3 - sum(h.amount) OVER (ORDER BY h.amount), 'spend', 'x',
       clock_timestamp() + h.amount * interval '1 second', h.id
  FROM latchkey.credit_holds AS h WHERE h.account_id = :'a' AND h.amount = 1;
UPDATE latchkey.accounts SET credits = 2 WHERE id = :'a';
SELECT is_empty('SELECT pg_temp.faults()', 'with one it is');
UPDATE latchkey.credit_holds SET state = 'released' WHERE account_id = :'a';
SELECT results_eq('SELECT pg_temp.faults()',
                  ARRAY['the hold is released, and the ledger has -1 for it'],
                  'and no entry is there without a settling');
UPDATE latchkey.credit_holds SET state = 'settled' WHERE account_id = :'a' AND amount = 1;
INSERT INTO latchkey.analyses (account_id, created_by, title, status, credits_spent, finished_at)
SELECT :'a', user_id, 'x', 'failed', 1, now() FROM latchkey.account_members WHERE account_id = :'a';
SELECT results_eq('SELECT pg_temp.faults()',
                  ARRAY['the analysis is failed and cost 1, and the ledger gives 0 back'],
                  'a failed analysis has its credit back');
SELECT pg_temp.only_for('check_credits', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
