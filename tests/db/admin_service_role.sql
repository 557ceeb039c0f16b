\ir lib/begin.sql
\ir lib/services.sql

CREATE ROLE adopters_shop LOGIN;
SELECT is(latchkey_api.admin_service_role('adopters_shop', true, 'root'), 'allowed', 'a role is let in');
SELECT ok(pg_has_role('adopters_shop', 'latchkey_app', 'MEMBER'), 'the group has it');
SELECT is(latchkey_api.admin_service_role('adopters_shop', true, 'root'), 'allowed', 'again: the same');
SELECT is(latchkey_api.admin_service_role('adopters_shop', false, 'root'), 'denied', 'and out');
SELECT ok(NOT pg_has_role('adopters_shop', 'latchkey_app', 'MEMBER'), 'the group has it no more');
SELECT is(latchkey_api.admin_service_role('adopters_shop', false, 'root'), 'denied', 'again: the same');
SELECT is(latchkey_api.admin_service_role(r, true, 'root'), 'refused', r || ' is not the adopter''s')
  FROM unnest(ARRAY['latchkey-leads', 'latchkey_owner', 'latchkey_service', 'pg_read_all_data']) AS r;
SELECT is(latchkey_api.admin_service_role('not there', true, 'root'), 'unknown', 'there is no such role');
SELECT is(count(*), 4::bigint, 'the audit log has it')
  FROM latchkey.audit_log WHERE event IN ('service_role_allowed', 'service_role_denied');
SELECT pg_temp.only_for('admin_service_role', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
