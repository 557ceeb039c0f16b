\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada', p_credits => 10) \gset
SELECT is(credits, 10::bigint, 'an entry reaches the account') FROM latchkey.accounts WHERE id = :'a';
INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
VALUES (:'a', 7, 'grant', 'x'), (:'a', 7, 'grant', 'y'), (:'a', -1, 'analysis', 'z');
SELECT is(credits, 23::bigint, 'several at once do, too') FROM latchkey.accounts WHERE id = :'a';
SELECT is(wrong::text, '[]', 'the sums agree') FROM latchkey_api.check_credits();
SELECT pg_temp.only_for('ledger_apply');

SELECT * FROM finish();
ROLLBACK;
