\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT set_config('latchkey.service',
  '{"service": "s", "ip": "192.0.2.7", "user_agent": "Agent", "request_id": "req"}', true) AS o \gset
SELECT latchkey_api.service_audit('credits_spent', :'a', '{"amount": 1}') AS o \gset
SELECT results_eq(
  format('SELECT ip, user_agent, request_id, detail FROM latchkey.audit_log
           WHERE account_id = %L AND event = ''credits_spent''', :'a'),
  $$VALUES ('192.0.2.7'::inet, 'Agent', 'req', '{"amount": 1, "service": "s"}'::jsonb)$$,
  'an entry names the service and where it called from');
SELECT pg_temp.only_for('service_audit', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
