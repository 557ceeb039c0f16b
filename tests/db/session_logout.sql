\ir lib/begin.sql

CREATE FUNCTION pg_temp.logout(p_token text, p_scope text) RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat(outcome, ' ', revoked)
    FROM latchkey_api.session_logout(pg_temp.hash(p_token), p_scope, '192.0.2.3', 'Agent', 'request-9')
$fn$;
CREATE FUNCTION pg_temp.live(p_user uuid) RETURNS uuid[]
LANGUAGE sql AS $fn$
  SELECT array_agg(id ORDER BY id) FROM latchkey.sessions WHERE user_id = p_user AND revoked_at IS NULL
$fn$;

SELECT u, s AS s1 FROM pg_temp.sign_in('ada', 'a1') \gset
SELECT s AS s2 FROM pg_temp.sign_in('ada', 'a2') \gset
SELECT s AS s3 FROM pg_temp.sign_in('ada', 'a3') \gset
SELECT u AS other FROM pg_temp.sign_in('bob', 'b1') \gset

SELECT is(pg_temp.logout('unknown', 'global'), 'unknown 0', 'an unknown token ends nothing');
SELECT is(pg_temp.logout('a1', 'local'), 'revoked 1', 'local ends its own session');
SELECT is(cardinality(pg_temp.live(:'u')), 2, 'and no other');
SELECT is(pg_temp.logout('a1', 'local'), 'revoked 0', 'a repeat finds nothing left to end');
SELECT is(pg_temp.logout('a2', 'others'), 'revoked 1', 'others ends all but its own');
SELECT is(pg_temp.live(:'u'), ARRAY[:'s2'::uuid], 'which lives on');
SELECT results_eq(
  format('SELECT event, host(ip), request_id, detail FROM latchkey.audit_log WHERE session_id = %L
           ORDER BY at DESC LIMIT 1', :'s3'),
  format($$VALUES ('logout', '192.0.2.3', 'request-9', jsonb_build_object(
             'scope', 'others', 'by_session', %L, 'reason', 'logout_elsewhere', 'revoked', true))$$,
         :'s2'),
  'the log says who ended it');

SELECT outcome AS o FROM pg_temp.rotate('a2', 'a2 next') \gset
SELECT s AS s4 FROM pg_temp.sign_in('ada', 'a4') \gset
SELECT is(pg_temp.logout('a2', 'global'), 'revoked 2', 'a spent token ends all sessions as well');
SELECT is(pg_temp.live(:'u'), NULL, 'none is left');
SELECT is(revoked_reason, 'logout', 'its own by logout') FROM latchkey.sessions WHERE id = :'s2';
SELECT is(revoked_reason, 'logout_elsewhere', 'the other by logout elsewhere')
  FROM latchkey.sessions WHERE id = :'s4';
SELECT is(outcome, 'revoked', 'no token of them refreshes') FROM pg_temp.rotate('a2 next', 'x');
SELECT s AS s5 FROM pg_temp.sign_in('ada', 'a5') \gset
SELECT is(pg_temp.logout('a1', 'global'), 'revoked 1', 'a token of a revoked session counts, too');
SELECT is(cardinality(pg_temp.live(:'other')), 1, 'another user''s session is never touched');
SELECT pg_temp.only_for('session_logout', 'latchkey-auth-logout');

SELECT * FROM finish();
ROLLBACK;
