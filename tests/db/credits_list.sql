\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 3) \gset
SELECT s AS other, u AS other_u FROM pg_temp.sign_in('bob', p_credits => 7) \gset
SELECT latchkey_api.deduct_credits(:'a', 1, 'analysis', 'A "title"') AS o \gset
SELECT latchkey_api.deduct_credits(:'a', 1, 'analysis', 'B') AS o \gset

SELECT * FROM latchkey_api.credits_list(:'s', :'u', 2, NULL) \gset page_
SELECT is(:page_balance, 1, 'the balance is shown');
SELECT is(:page_available, 1, 'and all of it can be spent');
INSERT INTO latchkey.credit_holds (account_id, amount, description, expires_at)
VALUES (:'a', 1, 'Held', now() + interval '1 minute');
SELECT is(balance || ' ' || available, '1 0', 'but for what is held')
  FROM latchkey_api.credits_list(:'s', :'u', 2, NULL);
SELECT is(
  (SELECT jsonb_agg(i::jsonb - ARRAY['id', 'created_at'])
     FROM json_array_elements(:'page_items'::json) AS i),
  '[{"type": "analysis", "amount": -1, "description": "B", "balance_after": 1},
    {"type": "analysis", "amount": -1, "description": "A \"title\"", "balance_after": 2}]'::jsonb,
  'with the ledger, newest first');
SELECT results_eq(
  format('SELECT outcome, balance, items -> 0 ->> ''type'', json_array_length(items), next
            FROM latchkey_api.credits_list(%L, %L, 2, %L)', :'s', :'u', :'page_next'),
  $$VALUES ('ok', 1::bigint, 'signup_bonus', 1, NULL::uuid)$$, 'page by page');
SELECT is(balance, 7::bigint, 'another user sees their own')
  FROM latchkey_api.credits_list(:'other', :'other_u', 2, NULL);
SELECT is(outcome, 'invalid_cursor', 'and nothing with this one''s cursor')
  FROM latchkey_api.credits_list(:'other', :'other_u', 2, :'page_next');
SELECT is(outcome, 'revoked', 'and a foreign session shows nothing')
  FROM latchkey_api.credits_list(:'other', :'u', 2, NULL);
SELECT pg_temp.only_for('credits_list', 'latchkey-credits');

SELECT * FROM finish();
ROLLBACK;
