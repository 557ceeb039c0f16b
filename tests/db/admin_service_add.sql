\ir lib/begin.sql

SELECT is(latchkey_api.admin_service_add('biller', pg_temp.hash('t'), '{credits:spend}', 'root'), 'added', 'a service is added');
SELECT is(latchkey_api.admin_service_add('biller', pg_temp.hash('u'), '{credits:spend}', 'root'), 'taken', 'a name is one service');
SELECT throws_ok($$SELECT latchkey_api.admin_service_add('x', pg_temp.hash('u'), '{all}', 'root')$$, '23514', NULL,
                 'a scope that is not there is refused');
SELECT throws_ok($$SELECT latchkey_api.admin_service_add('A b', pg_temp.hash('u'), '{credits:spend}', 'root')$$, '23514',
                 NULL, 'and a name that is not one');
SELECT is(detail, '{"service": "biller", "scopes": ["credits:spend"], "actor": "root"}', 'the audit log has it')
  FROM latchkey.audit_log WHERE event = 'service_added';
SELECT pg_temp.only_for('admin_service_add', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
