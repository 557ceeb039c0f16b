\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

CREATE FUNCTION pg_temp.make(p_key text, p_account uuid, p_amount bigint, p_ttl int DEFAULT 60)
RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, answer -> 'hold' ->> 'state', answer ->> 'available')
    FROM latchkey_api.hold_make('me', pg_temp.hash(p_key), p_account, p_amount, p_ttl, 'Held', 'ref')
$fn$;
SELECT is(pg_temp.make('key', gen_random_uuid(), 1), 'unknown', 'there is no such account');
SELECT is(pg_temp.make('key', :'a', 4), 'made open 6', 'credits are set aside');
SELECT is(pg_temp.make('more', :'a', 7), 'insufficient_credits', 'not more than there are');
SELECT is(pg_temp.make('key', :'a', 4, 61), 'conflict', 'the key for another hold is refused');
SELECT is(credits, 10::bigint, 'the balance stays') FROM latchkey.accounts WHERE id = :'a';
SELECT answer AS first
  FROM latchkey_api.hold_make('me', pg_temp.hash('key'), :'a', 4, 60, 'Held', 'ref') \gset
SELECT latchkey_api.hold_renew((:'first'::json #>> '{hold,id}')::uuid, 3600) AS o,
       latchkey_api.hold_settle((:'first'::json #>> '{hold,id}')::uuid, NULL, NULL) AS o \gset
SELECT is(answer::text, :'first', 'a repeat is answered as the first time, whatever came after')
  FROM latchkey_api.hold_make('me', pg_temp.hash('key'), :'a', 4, 60, 'Held', 'ref');
SELECT is(pg_temp.audited(:'a', 'credits_held') - 'hold_id', '{"amount": 4, "service": "test"}',
          'the audit log has it');
SELECT pg_temp.only_for('hold_make', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
