\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT is(latchkey_api.credits_available(:'a'), 10::bigint, 'all can be spent');
SELECT pg_temp.hold(:'a', 3) AS hold \gset
SELECT is(latchkey_api.credits_available(:'a'), 7::bigint, 'but for what is held');
SELECT is(latchkey_api.credits_available(:'a', :'hold'), 10::bigint, 'a hold''s own is not in its way');
SELECT is(latchkey_api.credits_available(gen_random_uuid()), NULL, 'there is no such account');
SELECT is(count(*), 1::bigint, 'the account stays locked')
  FROM latchkey.accounts AS a WHERE a.id = :'a' AND a.xmax::text <> '0';
SELECT pg_temp.only_for('credits_available', 'latchkey_service', 'latchkey_tenant');

SELECT * FROM finish();
ROLLBACK;
