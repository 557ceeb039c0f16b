\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.change(p_key text, p_account uuid, p_amount bigint, p_text text DEFAULT 'x')
RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, answer ->> 'balance', answer ->> 'available')
    FROM latchkey_api.credits_change('me', pg_temp.hash(p_key), p_account, p_amount,
                                     CASE WHEN p_amount < 0 THEN 'spend' ELSE 'grant' END, p_text, 'ref')
$fn$;
SELECT is(pg_temp.change('key', gen_random_uuid(), -1), 'unknown', 'there is no such account');
SELECT is(pg_temp.change('key', :'a', -4), 'made 6 6', 'credits are spent; what failed took no key');
SELECT is(pg_temp.change('grant', :'a', 1), 'made 7 7', 'or given');
SELECT is(pg_temp.change('key', :'a', -4), 'made 6 6', 'a repeat is answered as the first time');
SELECT is(pg_temp.change('key', :'a', -5), 'conflict', 'the key for another amount is refused');
SELECT is(pg_temp.change('key', :'a', -4, 'y'), 'conflict', 'or for another text');
SELECT is(pg_temp.change('much', :'a', -8), 'insufficient_credits', 'what is not there is not spent');
SELECT is(pg_temp.change('more', :'a', 1), 'made 8 8', 'and once it is there');
SELECT is(pg_temp.change('much', :'a', -8), 'made 0 0', 'the same key can spend it');
SELECT is(pg_temp.change('key', :'a', -4), 'made 6 6', 'a repeat needs no credits');
SELECT pg_temp.change('again', :'a', 5) AS o, pg_temp.hold(:'a', 4) AS o \gset
SELECT is(pg_temp.change('held', :'a', -2), 'insufficient_credits', 'what is held is not spent');
SELECT is(pg_temp.change('rest', :'a', -1), 'made 4 0', 'the rest can be');
SELECT is(c.answer -> 'transaction' ->> 'id', c.id::text, 'the answer has the entry')
  FROM latchkey_api.credits_change('me', pg_temp.hash('rest'), :'a', -1, 'spend', 'x', 'ref') AS c;
SELECT is(outcome, 'made', 'another caller''s key is another')
  FROM latchkey_api.credits_change('you', pg_temp.hash('key'), :'a', 1, 'grant', 'x', NULL);
SELECT is(wrong::text || faults, '[][]', 'the ledger is sound') FROM latchkey_api.check_credits();
SELECT is(pg_temp.audited(:'a', 'credits_spent') - 'transaction_id', '{"amount": 1, "service": "test"}',
          'the audit log has it');
SELECT is(count(*), 3::bigint, 'each that was done, once')
  FROM latchkey.audit_log WHERE account_id = :'a' AND event = 'credits_spent';
SELECT pg_temp.only_for('credits_change', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
