\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.state_of(p_sql text) RETURNS text
LANGUAGE sql AS $fn$ SELECT pg_temp.state_as('latchkey_owner', p_sql) $fn$;

SELECT latchkey_app.hold(:'a', 4, 60, 'D', 'order 7') AS id \gset
SELECT is(latchkey_api.credits_held(:'a'), 4::bigint, 'credits are set aside');
SELECT is(latchkey_app.hold(:'a', 4, 60, 'D', 'order 7'), :'id', 'a repeat gives the same id');
SELECT is(pg_temp.state_of(format('SELECT latchkey_app.hold(%s)', c.arguments)), c.state, c.name)
  FROM (VALUES (quote_literal(:'a') || ', 7, 60, ''D'', ''k''', 'LK402', 'not more than there is'),
               ('gen_random_uuid(), 1, 60, ''D'', ''k''', 'LK404', 'of no account'),
               (quote_literal(:'a') || ', 1, 0, ''D'', ''k''', 'LK422', 'not for no time'),
               (quote_literal(:'a') || ', 1, NULL, ''D'', ''k''', 'LK422', 'nor for NULL'),
               (quote_literal(:'a') || ', 1, 86401, ''D'', ''k''', 'LK422', 'nor for over a day'))
       AS c (arguments, state, name);
SELECT pg_temp.only_for('app_hold', 'latchkey_owner');

SELECT * FROM finish();
ROLLBACK;
