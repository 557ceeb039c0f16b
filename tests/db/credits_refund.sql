\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT latchkey_api.credits_refund(:'a', 1, 'T', '0e760fc8-d982-4f74-b36c-2143836fbaf3') AS o \gset
SELECT latchkey_api.credits_refund(:'a', 0, 'T', '1e760fc8-d982-4f74-b36c-2143836fbaf3') AS o \gset
SELECT results_eq(
  format('SELECT amount, balance_after, description FROM latchkey.credit_transactions
           WHERE account_id = %L AND type = ''refund''', :'a'),
  $$VALUES (1::bigint, 11::bigint, 'T')$$, 'what was spent is given back');
SELECT throws_ok(
  format('SELECT latchkey_api.credits_refund(%L, 1, ''T'', ''0e760fc8-d982-4f74-b36c-2143836fbaf3'')', :'a'),
  '23505', NULL, 'once an analysis');
SELECT pg_temp.only_for('credits_refund', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
