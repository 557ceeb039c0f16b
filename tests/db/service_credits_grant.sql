\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

\set arguments 'format(\'sha256(\'\'key\'\'), %L, 4, \'\'D\'\', \'\'R\'\'\', :\'a\')'
SELECT pg_temp.guarded('service_credits_grant', 'credits:grant', :arguments);
SELECT is(outcome || ' ' || ((answer -> 'transaction')::jsonb - '{id,created_at}'::text[])::text || ' ' || (answer ->> 'balance') || ' ' || (answer ->> 'available'),
          'made ' || jsonb_build_object('account_id', :'a', 'amount', 4, 'balance_after', 18, 'type', 'grant',
                                        'description', 'D', 'reference', 'R')::text || ' 18 18',
          'a key is a service''s own')
  FROM pg_temp.call('lks_all', 'service_credits_grant', :arguments)
;
SELECT is(outcome, 'made', 'a repeat is answered') FROM pg_temp.call('lks_all', 'service_credits_grant', :arguments);
SELECT is(credits, 18::bigint, 'and does nothing') FROM latchkey.accounts WHERE id = :'a';
SELECT is(pg_temp.audited(:'a', 'credits_granted') - 'transaction_id', '{"amount": 4, "service": "all"}',
          'the audit log names the service');
SELECT pg_temp.only_for('service_credits_grant', 'latchkey-service-credits');

SELECT * FROM finish();
ROLLBACK;
