\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.hold(:'a', 9) AS hold \gset
SELECT throws_ok(format('SELECT pg_temp.hold(%L, 2)', :'a'), '23514', NULL,
                 'whoever writes it, no more is held than there is');
SELECT lives_ok(format('SELECT pg_temp.hold(%L, 2, 0)', :'a'), 'but for what has expired');
SELECT throws_ok($$UPDATE latchkey.credit_holds SET expires_at = now() + interval '1 hour'$$,
                 '23514', NULL, 'which cannot be brought back');
SELECT is(holds_changed, 2::bigint, 'the account''s row changes with each')
  FROM latchkey.accounts WHERE id = :'a';
SELECT throws_ok(format('INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
                         VALUES (%L, 0, ''x'', now())', :'a'), '23514', NULL, 'nothing is not held');
SELECT pg_temp.only_for('hold_guard');

SELECT * FROM finish();
ROLLBACK;
