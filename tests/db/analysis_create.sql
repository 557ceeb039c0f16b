\ir lib/begin.sql

CREATE FUNCTION pg_temp.analyse(
  p_session uuid, p_user uuid, p_title text, p_key text DEFAULT NULL, p_lead uuid DEFAULT NULL
)
RETURNS TABLE (outcome text, analysis json)
LANGUAGE sql AS $fn$
  SELECT outcome, analysis
    FROM latchkey_api.analysis_create(p_session, p_user, p_title, p_lead, '{"depth": 2}',
                                      pg_temp.hash(p_key))
$fn$;
CREATE FUNCTION pg_temp.credits(p_account uuid) RETURNS bigint
LANGUAGE sql AS $fn$ SELECT credits FROM latchkey.accounts WHERE id = p_account $fn$;
SELECT * FROM pg_temp.sign_in('ada', p_credits => 2) \gset
SELECT s AS other, u AS other_u FROM pg_temp.sign_in('bob') \gset

SELECT is(outcome, 'onboarding_required', 'onboarding comes first')
  FROM pg_temp.analyse(:'s', :'u', 'A');
SELECT is(pg_temp.credits(:'a'), 2::bigint, 'and costs nothing');
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT pg_temp.onboard(:'other', :'other_u') AS o \gset
SELECT lead ->> 'id' AS lead
  FROM latchkey_api.lead_create(:'s', :'u', 'L', NULL, NULL, NULL, NULL) \gset
SELECT lead ->> 'id' AS foreign_lead
  FROM latchkey_api.lead_create(:'other', :'other_u', 'L', NULL, NULL, NULL, NULL) \gset

SELECT results_eq(
  format('SELECT outcome, analysis ->> ''status'', (analysis ->> ''credits_spent'')::int,
                 analysis ->> ''lead_id'' FROM pg_temp.analyse(%L, %L, ''A'', ''key'', %L)',
         :'s', :'u', :'lead'),
  format('VALUES (''created'', ''queued'', 1, %L)', :'lead'), 'an analysis is queued');
SELECT is(pg_temp.credits(:'a'), 1::bigint, 'for one credit');
SELECT results_eq(
  format('SELECT amount, type, description FROM latchkey.credit_transactions
           WHERE account_id = %L AND amount < 0', :'a'),
  $$VALUES (-1::bigint, 'analysis', 'A')$$, 'which the ledger tells');
SELECT is(analysis ->> 'id', (SELECT id::text FROM latchkey.analyses WHERE account_id = :'a'),
          'the same key and request find it again')
  FROM pg_temp.analyse(:'s', :'u', 'A', 'key', :'lead');
SELECT is(outcome || coalesce(analysis::text, ''), 'conflict', 'with another request the key is refused')
  FROM pg_temp.analyse(:'s', :'u', 'A', 'key');
SELECT is(outcome, 'lead_unknown', 'another account''s lead cannot be named')
  FROM pg_temp.analyse(:'s', :'u', 'A', 'key 2', :'foreign_lead');
SELECT is(pg_temp.credits(:'a'), 1::bigint, 'none of these costs a credit');
SELECT is(outcome, 'created', 'the last credit can be spent') FROM pg_temp.analyse(:'s', :'u', 'B');
SELECT is(outcome || coalesce(analysis::text, ''), 'insufficient_credits', 'then there is none')
  FROM pg_temp.analyse(:'s', :'u', 'C');
SELECT is(outcome, 'created', 'a repeat is answered even so')
  FROM pg_temp.analyse(:'s', :'u', 'A', 'key', :'lead');
SELECT is(count(*), 2::bigint, 'two credits made two')
  FROM latchkey.analyses WHERE account_id = :'a';
SELECT is(pg_temp.credits(:'a'), 0::bigint, 'and are gone');
SELECT is(outcome, 'revoked', 'a foreign session makes nothing')
  FROM pg_temp.analyse(:'other', :'u', 'A');
SELECT pg_temp.only_for('analysis_create', 'latchkey-analyses');

SELECT * FROM finish();
ROLLBACK;
