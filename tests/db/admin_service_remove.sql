\ir lib/begin.sql
\ir lib/services.sql

SELECT is(latchkey_api.admin_service_remove('all', 'root'), 'removed', 'a service is removed');
SELECT is(latchkey_api.admin_service_remove('all', 'root'), 'unknown', 'once');
SELECT is(count(*), 1::bigint, 'the audit log has it') FROM latchkey.audit_log WHERE event = 'service_removed';
SELECT pg_temp.only_for('admin_service_remove', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
