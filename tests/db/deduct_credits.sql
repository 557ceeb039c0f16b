\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada', p_credits => 3) \gset
SELECT is(latchkey_api.deduct_credits(:'a', 2, 'analysis', 'x'), 1::bigint, 'credits are spent');
SELECT is(latchkey_api.deduct_credits(:'a', 2, 'analysis', 'x'), NULL, 'or not at all');
SELECT is(credits, 1::bigint, 'what is left stays') FROM latchkey.accounts WHERE id = :'a';
SELECT is(latchkey_api.deduct_credits(:'a', 1, 'analysis', 'x'), 0::bigint, 'the last one can be spent');
SELECT results_eq(
  format('SELECT amount, balance_after, type FROM latchkey.credit_transactions
           WHERE account_id = %L ORDER BY created_at', :'a'),
  $$VALUES (3::bigint, 3::bigint, 'signup_bonus'), (-2, 1, 'analysis'), (-1, 0, 'analysis')$$,
  'the ledger tells it');
SELECT a AS held FROM pg_temp.sign_in('bob', p_credits => 3) \gset
INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
VALUES (:'held', 2, 'Held', now() + interval '1 minute');
SELECT is(latchkey_api.deduct_credits(:'held', 2, 'analysis', 'x'), NULL, 'what is held is not spent');
SELECT is(latchkey_api.deduct_credits(:'held', 1, 'analysis', 'x'), 2::bigint, 'the rest is');
SELECT pg_temp.only_for('deduct_credits', 'latchkey_tenant');

SELECT * FROM finish();
ROLLBACK;
