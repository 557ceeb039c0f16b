\ir lib/begin.sql

SELECT u, s AS s1 FROM pg_temp.sign_in('ada', 'a1') \gset
SELECT s AS s2 FROM pg_temp.sign_in('ada', 'a2') \gset
SELECT s AS s3 FROM pg_temp.sign_in('ada', 'a3') \gset
UPDATE latchkey.sessions SET created_at = now() - interval '2 hours' WHERE id = :'s1';
UPDATE latchkey.sessions SET created_at = now() - interval '1 hour', expires_at = now()
 WHERE id = :'s2';
SELECT pg_temp.end_session(:'s3');
SELECT results_eq(
  format('SELECT session_id, state, revoked_reason, email, ip, user_agent
            FROM latchkey_api.admin_session_list(%L)', w),
  format($$VALUES (%L::uuid, 'revoked', 'admin', 'ada@example.org', '192.0.2.1', 'Agent'),
                  (%L, 'expired', NULL, 'ada@example.org', '192.0.2.1', 'Agent'),
                  (%L, 'live', NULL, 'ada@example.org', '192.0.2.1', 'Agent')$$, :'s3', :'s2', :'s1'),
  'a user''s sessions are listed, newest first')
  FROM (VALUES (:'u'), ('ada@example.org')) AS v (w);
SELECT results_eq(format('SELECT session_id FROM latchkey_api.admin_session_list(%L)', :'s2'),
                  ARRAY[:'s2'::uuid], 'or one of them');
SELECT is_empty($$SELECT latchkey_api.admin_session_list('nobody')$$, 'nobody has none');
SELECT pg_temp.only_for('admin_session_list', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
