\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada', p_credits => 10) \gset
SELECT is(
  pg_temp.state_as(r.role, format('UPDATE latchkey.accounts SET credits = %s WHERE id = %L', n.credits, :'a')),
  '23001', format('%s cannot set the balance to %s', r.role, n.credits))
  FROM (VALUES ('latchkey_owner'), (current_user)) AS r (role),
       (VALUES (1000), (9), (0)) AS n (credits);
SELECT throws_ok(
  format('UPDATE latchkey.accounts SET credits = -1 WHERE id = %L', :'a'),
  NULL, NULL, 'nor below zero');
SELECT throws_ok(
  $$INSERT INTO latchkey.accounts (name, slug, credits) VALUES ('x', 'x', 1)$$,
  '23001', NULL, 'no account starts with credits');
SELECT lives_ok(
  format('UPDATE latchkey.accounts SET name = ''New name'', credits = credits WHERE id = %L', :'a'),
  'other changes are free');
SELECT is(credits, 10::bigint, 'the balance is what the ledger says')
  FROM latchkey.accounts WHERE id = :'a';
SELECT pg_temp.only_for('ledger_guard');

SELECT * FROM finish();
ROLLBACK;
