\ir lib/begin.sql

SELECT lives_ok('SELECT latchkey_api.app_check(1, ''D'', ''k'', 1)', 'what is right is taken');
SELECT lives_ok('SELECT latchkey_api.app_check(NULL, NULL, NULL, NULL)', 'and what need not be checked');
SELECT throws_ok('SELECT latchkey_api.app_check(1000000001, ''D'', ''k'', 1)', 'LK422',
                 'amount must be 1 to 1000000000', 'what is wrong is named');
SELECT pg_temp.only_for('app_check');

SELECT * FROM finish();
ROLLBACK;
