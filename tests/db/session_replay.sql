\ir lib/begin.sql

-- What it decides is tested through session_rotate.
SELECT pg_temp.only_for('session_replay');
SELECT throws_ok(
  $$SELECT latchkey_api.session_replay(pg_temp.hash('none'), NULL, NULL, 10, now(), NULL, NULL, NULL)$$,
  'P0002', NULL, 'a token that does not exist is a defect of the caller');

SELECT * FROM finish();
ROLLBACK;
