\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT is(latchkey_api.session_end(:'s', 'admin', '{"actor": "root"}', NULL, NULL, NULL), true,
          'a live session is ended');
SELECT is(latchkey_api.session_end(:'s', 'reuse', '{}', NULL, NULL, NULL), false, 'once');
SELECT results_eq(
  format('SELECT event, user_id, account_id, detail FROM latchkey.audit_log
           WHERE session_id = %L AND event <> ''sign_up''', :'s'),
  format($$VALUES ('session_revoked', %L::uuid, %L::uuid,
                   '{"actor": "root", "reason": "admin", "revoked": true}'::jsonb)$$, :'u', :'a'),
  'with one entry in the log');
SELECT is_empty(
  $$SELECT p.proname
      FROM pg_proc AS p
     WHERE p.pronamespace = 'latchkey_api'::regnamespace AND p.proname <> 'session_end'
       AND p.prosrc ~ 'revoked_at\s*=|latchkey_revoked'$$,
  'no other function ends a session: this one has the verifiers told and the caller wait');
SELECT pg_temp.only_for('session_end');

SELECT * FROM finish();
ROLLBACK;
