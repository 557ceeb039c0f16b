\ir lib/begin.sql

SELECT u, a FROM pg_temp.sign_in('ada') \gset
SELECT slug FROM latchkey.accounts WHERE id = :'a' \gset
SELECT is(latchkey_api.admin_accounts(w), ARRAY[:'a'::uuid], 'an account is found by: ' || k)
  FROM (VALUES ('its id', :'a'), ('its slug', :'slug'), ('its user', :'u'),
               ('its user''s e-mail', 'ADA@example.org')) AS v (k, w);
SELECT is(latchkey_api.admin_accounts('nobody'), '{}', 'nobody has none');
SELECT pg_temp.only_for('admin_accounts');

SELECT * FROM finish();
ROLLBACK;
