\ir lib/begin.sql

CREATE FUNCTION pg_temp.revoke(p_who text) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat(outcome, ' ', revoked) FROM latchkey_api.admin_session_revoke(p_who, 'root')
$fn$;
SELECT u, s AS s1 FROM pg_temp.sign_in('ada', 'a1') \gset
SELECT pg_temp.sign_in('ada', 'a2') AS o, pg_temp.sign_in('ada', 'a3') AS o2 \gset
SELECT s AS other FROM pg_temp.sign_in('bob', 'b1') \gset

SELECT is(pg_temp.revoke('nobody'), 'unknown 0', 'nobody has none to end');
SELECT is(pg_temp.revoke(:'s1'), 'ended 1', 'a session is ended by its id');
SELECT is(pg_temp.revoke('ada@example.org'), 'ended 2', 'the rest by their user''s e-mail');
SELECT is(pg_temp.revoke(:'u'), 'ended 0', 'then none is live');
SELECT is(outcome, 'revoked', 'their tokens are dead') FROM pg_temp.rotate('a2', 'x');
SELECT results_eq(
  format('SELECT event, detail FROM latchkey.audit_log WHERE session_id = %L AND event <> ''sign_up''',
         :'s1'),
  $$VALUES ('session_revoked', '{"actor": "root", "reason": "admin", "revoked": true}'::jsonb)$$,
  'the log says who did it');
SELECT is(revoked_at, NULL, 'another user''s session is not touched')
  FROM latchkey.sessions WHERE id = :'other';
SELECT pg_temp.only_for('admin_session_revoke', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
