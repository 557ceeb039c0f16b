\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.state_of(p_sql text) RETURNS text
LANGUAGE sql AS $fn$ SELECT pg_temp.state_as('latchkey_owner', p_sql) $fn$;

SELECT pg_temp.hold(:'a', 4) AS hold, pg_temp.hold(:'a', 1) AS other, pg_temp.hold(:'a', 5, -1) AS late \gset
SELECT latchkey_app.settle(:'hold', 3, NULL) AS id \gset
SELECT is(latchkey_app.settle(:'hold', NULL, NULL), :'id', 'again: the same');
SELECT results_eq(format('SELECT amount, hold_id, description FROM latchkey.credit_transactions WHERE id = %L', :'id'),
                  format('VALUES (-3::bigint, %L::uuid, ''Held'')', :'hold'), 'what is held is spent');
SELECT is(latchkey_app.settle(:'other', 0, NULL), NULL, 'nothing of it is a release');
SELECT latchkey_api.deduct_credits(:'a', 5, 'analysis', 'x') AS o \gset
SELECT is(pg_temp.state_of(format('SELECT latchkey_app.settle(%s)', c.arguments)), c.state, c.name)
  FROM (VALUES (quote_literal(:'hold') || ', 4, NULL', 'LK409', 'another amount is not what was done'),
               (quote_literal(:'hold') || ', 5, NULL', 'LK422', 'nor more than is held'),
               (quote_literal(:'hold') || ', -1, NULL', 'LK422', 'nor less than nothing'),
               (quote_literal(:'other') || ', NULL, NULL', 'LK409', 'what is released is not settled'),
               (quote_literal(:'late') || ', NULL, NULL', 'LK409', 'nor what expired and was spent'),
               ('gen_random_uuid(), NULL, NULL', 'LK404', 'nor what is not there')) AS c (arguments, state, name);
SELECT pg_temp.only_for('app_settle', 'latchkey_owner');

SELECT * FROM finish();
ROLLBACK;
