\ir lib/begin.sql

SET LOCAL timezone = 'Asia/Kolkata';
SELECT is(latchkey_api.rfc3339('2026-01-02 03:04:05.999999+00'), '2026-01-02T03:04:05Z',
          'UTC whatever the session''s zone, whole seconds, cut');
SELECT is(latchkey_api.rfc3339(NULL), NULL, 'NULL stays NULL');
SELECT pg_temp.only_for('rfc3339', 'latchkey_service', 'latchkey_tenant');

SELECT * FROM finish();
ROLLBACK;
