\ir lib/begin.sql

CREATE FUNCTION pg_temp.why(p_session uuid) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', reason, explanation) FROM latchkey_api.admin_session_why(p_session::text)
$fn$;
SELECT u, s AS own FROM pg_temp.sign_in('ada', 'a1') \gset
SELECT s AS elsewhere FROM pg_temp.sign_in('ada', 'a2') \gset
SELECT s AS reuse FROM pg_temp.sign_in('bob', 'b1') \gset
SELECT s AS expired FROM pg_temp.sign_in('bob', 'b2') \gset
SELECT s AS purged FROM pg_temp.sign_in('bob', 'b3') \gset
SELECT u AS bob, s AS live FROM pg_temp.sign_in('bob', 'b4') \gset
SELECT s AS by_admin FROM pg_temp.sign_in('bob', 'b5') \gset
SELECT s AS device FROM pg_temp.sign_in('bob', 'b6') \gset

SELECT latchkey_api.session_logout(pg_temp.hash('a1'), 'global', '192.0.2.8', 'Agent', 'req') AS o \gset
SELECT pg_temp.rotate('b1', 'b1 1') AS o \gset
SELECT pg_temp.rotate('b1 1', 'b1 2') AS o \gset
SELECT pg_temp.rotate('b1', 'b1 1') AS o \gset
UPDATE latchkey.sessions SET expires_at = now() WHERE id = :'expired';
DELETE FROM latchkey.sessions WHERE id = :'purged';
SELECT latchkey_api.admin_session_revoke(:'by_admin', 'root') AS o \gset
SELECT latchkey_api.session_revoke(:'live', :'bob', :'device', NULL, NULL, NULL) AS o \gset

SELECT is(pg_temp.why(:'own'), 'logout Its own client logged out.', 'logout');
SELECT is(pg_temp.why(:'elsewhere'), 'logout_elsewhere Another session of the user logged it out.',
          'logout elsewhere');
SELECT is(pg_temp.why(:'reuse'), 'reuse A refresh token that had been spent was presented again.',
          'reuse');
SELECT is(pg_temp.why(:'expired'),
          'expired It was not refreshed before it expired, or reached its age limit.', 'expiry');
SELECT is(pg_temp.why(:'purged'), 'purged It expired and has been purged since.', 'purge');
SELECT is(pg_temp.why(:'by_admin'), 'admin An administrator ended it.', 'an administrator');
SELECT is(pg_temp.why(:'device'), 'revoked_by_user The user ended it from the list of devices.',
          'the list of devices');
SELECT is(pg_temp.why(:'live'), 'live The session is live.', 'nothing yet');
SELECT results_eq(
  format('SELECT ip, request_id, detail ->> ''by_session'', ended_at IS NOT NULL
            FROM latchkey_api.admin_session_why(%L)', :'elsewhere'),
  format('VALUES (''192.0.2.8'', ''req'', %L, true)', :'own'), 'with the client that ended it');
SELECT is(count(*), 2::bigint, 'a user''s sessions are told by e-mail')
  FROM latchkey_api.admin_session_why('ada@example.org');
SELECT pg_temp.only_for('admin_session_why', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
