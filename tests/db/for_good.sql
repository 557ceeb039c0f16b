\ir lib/begin.sql

SELECT s FROM pg_temp.sign_in('ada') \gset
SELECT pg_temp.rotate('ada 0', 'ada 1') AS o \gset
SELECT pg_temp.end_session(:'s');
SELECT throws_ok(
  format('UPDATE latchkey.sessions SET revoked_at = NULL, revoked_reason = NULL WHERE id = %L', :'s'),
  '23001', 'sessions: what is revoked or spent stays so', 'a revoked session stays revoked');
SELECT throws_ok(
  $$UPDATE latchkey.refresh_tokens SET spent_at = NULL, spent_attempt = NULL
     WHERE hash = pg_temp.hash('ada 0')$$,
  '23001', 'refresh_tokens: what is revoked or spent stays so', 'a spent token stays spent');
SELECT is(pg_temp.state_as('latchkey_owner',
            'UPDATE latchkey.sessions SET revoked_at = NULL, revoked_reason = NULL'),
          '23001', 'the owner cannot either');
SELECT lives_ok(
  'UPDATE latchkey.sessions SET last_used_at = now(), revoked_at = revoked_at - interval ''1 hour''',
  'other changes are free');
SELECT pg_temp.only_for('for_good');

SELECT * FROM finish();
ROLLBACK;
