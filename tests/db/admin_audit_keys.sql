\ir lib/begin.sql

SELECT latchkey_api.admin_audit_keys('rotated', 'kid-1', 'root') AS o \gset
SELECT results_eq(
  'SELECT event, detail FROM latchkey.audit_log ORDER BY at DESC LIMIT 1',
  $$VALUES ('key_rotated', '{"kid": "kid-1", "actor": "root"}'::jsonb)$$, 'the log has the change');
SELECT pg_temp.only_for('admin_audit_keys', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
