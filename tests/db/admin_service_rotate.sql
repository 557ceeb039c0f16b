\ir lib/begin.sql
\ir lib/services.sql

SELECT is(latchkey_api.admin_service_rotate('all', pg_temp.hash('2'), 60, 'root'), 'rotated', 'a service has another token');
SELECT is(encode(previous_hash, 'hex') || (previous_until - now()), encode(pg_temp.hash('lks_all'), 'hex') || '00:01:00',
          'and its former one for a time') FROM latchkey.services WHERE name = 'all';
SELECT is(latchkey_api.admin_service_rotate('all', pg_temp.hash('3'), 0, 'root'), 'rotated', 'or at once');
SELECT is(previous_hash, NULL, 'without the former one') FROM latchkey.services WHERE name = 'all';
SELECT is(latchkey_api.admin_service_rotate('nobody', pg_temp.hash('4'), 0, 'root'), 'unknown', 'there is no such service');
SELECT is(count(*), 2::bigint, 'the audit log has it') FROM latchkey.audit_log WHERE event = 'service_rotated';
SELECT pg_temp.only_for('admin_service_rotate', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
