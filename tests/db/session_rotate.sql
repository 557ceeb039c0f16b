\ir lib/begin.sql

-- A fresh token.
SELECT * FROM pg_temp.sign_in('ada') \gset
UPDATE latchkey.sessions SET last_used_at = now() - interval '1 day' WHERE id = :'s';
SELECT is(outcome, 'rotated', 'an unspent token is spent') FROM pg_temp.rotate('ada 0', 'ada 1', 'k');
SELECT results_eq(
  format('SELECT hash, predecessor, spent_at IS NOT NULL, spent_attempt
            FROM latchkey.refresh_tokens WHERE session_id = %L ORDER BY predecessor NULLS FIRST', :'s'),
  $$VALUES (pg_temp.hash('ada 0'), NULL, true, pg_temp.hash('k')),
           (pg_temp.hash('ada 1'), pg_temp.hash('ada 0'), false, NULL)$$,
  'it has one successor, and the attempt is kept by hash');
SELECT ok(last_used_at >= now() AND host(ip) = '192.0.2.9' AND user_agent = 'Later agent'
          AND expires_at > now() + interval '604799 s', 'the session moves on with it')
  FROM latchkey.sessions WHERE id = :'s';

-- The same client again.
SELECT is(outcome, 'replayed', 'the same key gets the same successor')
  FROM pg_temp.rotate('ada 0', 'ada 1', 'k');
SELECT is(outcome, 'replayed', 'so does no key, within the grace time')
  FROM pg_temp.rotate('ada 0', 'ada 1');
SELECT is(outcome, 'replayed', 'and another key, within the grace time')
  FROM pg_temp.rotate('ada 0', 'ada 1', 'other');
SELECT is(outcome, 'invalid', 'a successor that differs (the rotation key changed) is refused')
  FROM pg_temp.rotate('ada 0', 'ada 1 by a new key', 'k');
SELECT is(count(*), 2::bigint, 'none of these issued a token')
  FROM latchkey.refresh_tokens WHERE session_id = :'s';
UPDATE latchkey.refresh_tokens SET spent_at = now() - interval '25 hours'
 WHERE hash = pg_temp.hash('ada 0');
SELECT ok(outcome = 'replayed' AND refresh_expires_in > 604000,
          'the same key gets it 25 hours later, too')
  FROM pg_temp.rotate('ada 0', 'ada 1', 'k');

-- A late duplicate.
SELECT is(outcome, 'rotated', 'the successor is spent') FROM pg_temp.rotate('ada 1', 'ada 2', 'l');
SELECT is(outcome, 'reused', 'the same key is refused once the successor is spent')
  FROM pg_temp.rotate('ada 0', 'ada 1', 'k');
SELECT is(revoked_at, NULL, 'but that ends no session') FROM latchkey.sessions WHERE id = :'s';
SELECT results_eq(
  format('SELECT event, detail FROM latchkey.audit_log WHERE session_id = %L ORDER BY at DESC LIMIT 1',
         :'s'),
  $$VALUES ('refresh_reuse', '{"revoked": false}'::jsonb)$$, 'and is written down');

-- A copy of the token.
SELECT is(outcome, 'reused', 'another key, after the grace time, is reuse')
  FROM pg_temp.rotate('ada 0', 'ada 1', 'thief');
SELECT is(revoked_reason, 'reuse', 'and ends the session') FROM latchkey.sessions WHERE id = :'s';
SELECT results_eq(
  format('SELECT event, detail FROM latchkey.audit_log WHERE session_id = %L ORDER BY at DESC LIMIT 1',
         :'s'),
  $$VALUES ('refresh_reuse', '{"reason": "reuse", "revoked": true}'::jsonb)$$, 'which is written down');
SELECT is(outcome, 'revoked', 'every token of it is dead: the unspent one')
  FROM pg_temp.rotate('ada 2', 'ada 3', 'm');
SELECT is(outcome, 'revoked', 'and the spent ones') FROM pg_temp.rotate('ada 0', 'ada 1', 'k');

SELECT s FROM pg_temp.sign_in('bob') \gset
SELECT is(outcome, 'rotated', 'a token spent without a key') FROM pg_temp.rotate('bob 0', 'bob 1');
UPDATE latchkey.refresh_tokens SET spent_at = now() - interval '11 s'
 WHERE hash = pg_temp.hash('bob 0');
SELECT is(outcome, 'reused', 'is reuse without a key after the grace time')
  FROM pg_temp.rotate('bob 0', 'bob 1');
SELECT is(revoked_reason, 'reuse', 'and ends the session') FROM latchkey.sessions WHERE id = :'s';

SELECT s FROM pg_temp.sign_in('cy') \gset
SELECT outcome AS o FROM pg_temp.rotate('cy 0', 'cy 1', 'k') \gset
SELECT outcome AS o FROM pg_temp.rotate('cy 1', 'cy 2', 'l') \gset
SELECT is(outcome, 'reused', 'the grace time does not help once the successor is spent')
  FROM pg_temp.rotate('cy 0', 'cy 1', 'thief');
SELECT is(revoked_reason, 'reuse', 'and the session ends') FROM latchkey.sessions WHERE id = :'s';

-- Time.
SELECT is(outcome, 'invalid', 'an unknown token is invalid') FROM pg_temp.rotate('no one 0', 'x');
SELECT s FROM pg_temp.sign_in('dee') \gset
UPDATE latchkey.refresh_tokens SET expires_at = now() WHERE session_id = :'s';
SELECT is(outcome, 'expired', 'a token expires') FROM pg_temp.rotate('dee 0', 'dee 1');
SELECT s FROM pg_temp.sign_in('eve') \gset
SELECT outcome AS o FROM pg_temp.rotate('eve 0', 'eve 1', 'k') \gset
UPDATE latchkey.refresh_tokens SET expires_at = now() WHERE session_id = :'s';
SELECT is(outcome, 'expired', 'so does the successor of a replay')
  FROM pg_temp.rotate('eve 0', 'eve 1', 'k');
UPDATE latchkey.sessions SET expires_at = now() WHERE id = :'s';
SELECT is(outcome, 'expired', 'an expired session refuses every token')
  FROM pg_temp.rotate('eve 0', 'eve 1', 'thief');

SELECT s FROM pg_temp.sign_in('fay', p_max_age => 3600) \gset
SELECT ok(refresh_expires_in BETWEEN 3590 AND 3600, 'no token outlives the absolute limit')
  FROM pg_temp.rotate('fay 0', 'fay 1', p_max_age => 3600);
UPDATE latchkey.sessions SET created_at = now() - interval '1 hour' WHERE id = :'s';
SELECT is(outcome, 'expired', 'at the limit the session is over')
  FROM pg_temp.rotate('fay 1', 'fay 2', p_max_age => 3600);
SELECT is(outcome, 'rotated', 'unless the limit was lifted') FROM pg_temp.rotate('fay 1', 'fay 2');
SELECT is(absolute_expires_at, NULL, 'and stays so') FROM latchkey.sessions WHERE id = :'s';

SELECT a, s, u FROM pg_temp.sign_in('gil') \gset
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT results_eq(
  $$SELECT outcome, session_id, user_id, account_id, onboarding_completed
      FROM latchkey_api.session_rotate(pg_temp.hash('gil 0'), pg_temp.hash('gil 1'), NULL, 10,
                                       604800, 0, NULL, NULL, NULL)$$,
  format($$VALUES ('rotated', %L::uuid, %L::uuid, %L::uuid, true)$$, :'s', :'u', :'a'),
  'what the access token will say comes with it, onboarding as it is now');
SELECT pg_temp.only_for('session_rotate', 'latchkey-auth-refresh');

SELECT * FROM finish();
ROLLBACK;
