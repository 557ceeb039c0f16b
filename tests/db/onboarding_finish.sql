\ir lib/begin.sql

-- What it writes is tested through onboarding_complete.
SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT throws_ok(
  format('SELECT latchkey_api.onboarding_finish(%L, %L, %L, NULL, NULL, NULL, NULL, NULL)',
         :'a', :'u', :'s'),
  '23505', NULL, 'a second welcome mail cannot be queued');
SELECT pg_temp.only_for('onboarding_finish', 'latchkey_tenant');

SELECT * FROM finish();
ROLLBACK;
