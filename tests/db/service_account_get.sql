\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

\set arguments 'quote_literal(:\'a\')'
SELECT pg_temp.guarded('service_account_get', 'accounts:read', :arguments);
SELECT pg_temp.hold(:'a', 4) AS o \gset
SELECT is(answer::jsonb #- '{account,slug}',
          jsonb_build_object(
            'account', jsonb_build_object('id', :'a', 'name', 'ada''s Account', 'credits', 10, 'available', 6),
            'owner', jsonb_build_object('id', :'u', 'email', 'ada@example.org', 'full_name', 'ada'),
            'onboardingCompleted', false, 'business_profile', NULL), 'an account and its owner')
  FROM pg_temp.call('lks_all', 'service_account_get', :arguments);
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT is((answer -> 'business_profile' ->> 'business_name') || (answer ->> 'onboardingCompleted'), 'Btrue',
          'with its profile')
  FROM pg_temp.call('lks_all', 'service_account_get', :arguments);
SELECT is(outcome, 'unknown', 'there is no such account')
  FROM pg_temp.call('lks_all', 'service_account_get', quote_literal(gen_random_uuid()));
SELECT pg_temp.only_for('service_account_get', 'latchkey-service-accounts');

SELECT * FROM finish();
ROLLBACK;
