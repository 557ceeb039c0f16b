\ir lib/begin.sql

SELECT is(latest_migration, (SELECT max(name) FROM latchkey.schema_migrations WHERE kind = 'migration'),
          'the latest migration is named')
  FROM latchkey_api.admin_database_state();
SELECT cmp_ok(abs(unix_time - extract(epoch FROM clock_timestamp())), '<=', 2::numeric,
              'the clock is the database''s')
  FROM latchkey_api.admin_database_state();

SELECT functions_digest AS before FROM latchkey_api.admin_database_state() \gset
UPDATE latchkey.schema_migrations SET file_hash = repeat('0', 64)
 WHERE kind = 'function' AND name = 'session_get';
SELECT isnt(functions_digest, :'before', 'another text of a function is another digest')
  FROM latchkey_api.admin_database_state();
SELECT pg_temp.only_for('admin_database_state', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
