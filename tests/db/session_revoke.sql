\ir lib/begin.sql

CREATE FUNCTION pg_temp.revoke(p_session uuid, p_user uuid, p_target uuid) RETURNS text
LANGUAGE sql AS $fn$
  SELECT outcome
    FROM latchkey_api.session_revoke(p_session, p_user, p_target, '192.0.2.7', 'Agent', 'request')
$fn$;
SELECT u, s AS s1 FROM pg_temp.sign_in('ada', 'a1') \gset
SELECT s AS s2 FROM pg_temp.sign_in('ada', 'a2') \gset
SELECT s AS other FROM pg_temp.sign_in('bob', 'b1') \gset

SELECT is(pg_temp.revoke(:'s1', :'u', :'other'), 'unknown', 'another user''s session is not found');
SELECT is(pg_temp.revoke(:'s1', :'u', gen_random_uuid()), 'unknown', 'nor is one that does not exist');
SELECT is(revoked_at, NULL, 'it lives on') FROM latchkey.sessions WHERE id = :'other';
SELECT is(pg_temp.revoke(:'s1', :'u', :'s2'), 'ended', 'an own session is ended');
SELECT is(revoked_reason, 'revoked_by_user', 'by the user') FROM latchkey.sessions WHERE id = :'s2';
SELECT results_eq(
  format('SELECT event, host(ip), detail ->> ''by_session'' FROM latchkey.audit_log
           WHERE session_id = %L AND event <> ''sign_in''', :'s2'),
  format('VALUES (''session_revoked'', ''192.0.2.7'', %L)', :'s1'), 'the log says from where');
SELECT is(outcome, 'revoked', 'its token is dead') FROM pg_temp.rotate('a2', 'x');
SELECT is(pg_temp.revoke(:'s1', :'u', :'s2'), 'ended', 'a repeat says the same');
SELECT is(pg_temp.revoke(:'s2', :'u', :'s1'), 'revoked', 'a session that is over revokes nothing');
SELECT is(revoked_at, NULL, 'so the other lives on') FROM latchkey.sessions WHERE id = :'s1';
SELECT is(pg_temp.revoke(:'s1', :'u', :'s1'), 'ended', 'the current one can be ended, too');
SELECT is(revoked_reason, 'logout', 'which is a logout') FROM latchkey.sessions WHERE id = :'s1';
SELECT pg_temp.only_for('session_revoke', 'latchkey-auth-sessions');

SELECT * FROM finish();
ROLLBACK;
