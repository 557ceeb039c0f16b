\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada', p_credits => 5) \gset
SELECT latchkey_api.deduct_credits(:'a', 2, 'analysis', 'x') AS o \gset
SELECT results_eq(
  $$SELECT outcome, account_name, balance, items -> 0 ->> 'amount', json_array_length(items)
      FROM latchkey_api.admin_credits_show('ada@example.org', 1)$$,
  $$VALUES ('found', 'ada''s Account', 3::bigint, '-2', 1)$$, 'balance and newest entries are shown');
SELECT is(json_array_length(items), 2, 'as many as asked')
  FROM latchkey_api.admin_credits_show(:'a', 10);
SELECT is(outcome, 'unknown', 'nobody has no account')
  FROM latchkey_api.admin_credits_show('nobody', 10);
SELECT pg_temp.only_for('admin_credits_show', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
