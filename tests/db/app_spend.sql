\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.state_of(p_sql text) RETURNS text
LANGUAGE sql AS $fn$ SELECT pg_temp.state_as('latchkey_owner', p_sql) $fn$;

SELECT latchkey_app.spend(:'a', 4, 'D', 'order 7') AS id \gset
SELECT results_eq(format('SELECT amount, type, description FROM latchkey.credit_transactions WHERE id = %L', :'id'),
                  $$VALUES (-4::bigint, 'spend', 'D')$$, 'credits are spent, in the caller''s transaction');
SELECT is(latchkey_app.spend(:'a', 4, 'D', 'order 7'), :'id', 'a repeat gives the same id');
SELECT is(pg_temp.state_of(format('SELECT latchkey_app.spend(%s)', c.arguments)), c.state, c.name)
  FROM (VALUES (quote_literal(:'a') || ', 7, ''D'', ''k''', 'LK402', 'not more than there is'),
               ('gen_random_uuid(), 1, ''D'', ''k''', 'LK404', 'of no account'),
               ('NULL, 1, ''D'', ''k''', 'LK404', 'nor of NULL'),
               (quote_literal(:'a') || ', 5, ''D'', ''order 7''', 'LK422', 'not with a key of something else'),
               (quote_literal(:'a') || ', 0, ''D'', ''k''', 'LK422', 'not nothing'),
               (quote_literal(:'a') || ', NULL, ''D'', ''k''', 'LK422', 'not NULL'),
               (quote_literal(:'a') || ', -1, ''D'', ''k''', 'LK422', 'not less'),
               (quote_literal(:'a') || ', 1, NULL, ''k''', 'LK422', 'not without a description'),
               (quote_literal(:'a') || ', 1, '''', ''k''', 'LK422', 'or an empty one'),
               (quote_literal(:'a') || ', 1, ''D'', NULL', 'LK422', 'not without a key'),
               (quote_literal(:'a') || ', 1, ''D'', repeat(''k'', 129)', 'LK422', 'or too long a one'))
       AS c (arguments, state, name);
SELECT is(pg_temp.audited(:'a', 'credits_spent') - 'transaction_id',
          jsonb_build_object('amount', 4, 'role', session_user), 'the audit log names the role');
SELECT pg_temp.only_for('app_spend', 'latchkey_owner');

SELECT * FROM finish();
ROLLBACK;
