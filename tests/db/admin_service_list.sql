\ir lib/begin.sql
\ir lib/services.sql

CREATE ROLE adopters_shop;
GRANT latchkey_app TO adopters_shop;
UPDATE latchkey.services SET last_used_at = '2026-01-02T03:04:05Z' WHERE name = 'all';
SELECT is(concat_ws(' ', kind, scopes, last_used_at, previous_until),
          'service credits:spend,credits:grant,accounts:read,analyses:work 2026-01-02T03:04:05Z', 'a service is listed')
  FROM latchkey_api.admin_service_list() WHERE name = 'all';
SELECT is(concat_ws(' ', kind, scopes, created_at), 'role', 'and a role')
  FROM latchkey_api.admin_service_list() WHERE name = 'adopters_shop';
SELECT is(count(*), 0::bigint, 'none of ours') FROM latchkey_api.admin_service_list() WHERE name LIKE 'latchkey%';
SELECT pg_temp.only_for('admin_service_list', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
