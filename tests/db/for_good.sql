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
SELECT a FROM pg_temp.sign_in('bob') \gset
INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at, state, ended_at, balance, available)
VALUES (:'a', 1, 'x', now(), 'released', now(), 25, 25);
SELECT throws_ok(
  $$UPDATE latchkey.credit_holds SET state = 'open', ended_at = NULL, balance = NULL, available = NULL$$,
  '23001', 'credit_holds: what is ended stays so', 'a hold that has ended is not opened again');
INSERT INTO latchkey.analyses (account_id, created_by, title, status, credits_spent, finished_at)
SELECT :'a', user_id, 'x', 'failed', 1, now() FROM latchkey.account_members WHERE account_id = :'a';
SELECT throws_ok(
  $$UPDATE latchkey.analyses SET status = 'queued', finished_at = NULL$$,
  '23001', 'analyses: what is done or failed stays so', 'a failed analysis is not queued again');
SELECT lives_ok($$UPDATE latchkey.analyses SET title = 'y'$$, 'its title may change');
SELECT pg_temp.only_for('for_good');

SELECT * FROM finish();
ROLLBACK;
