\ir lib/begin.sql

SELECT is_empty(
  $$SELECT unnest(ARRAY[
      'users', 'accounts', 'account_members', 'credit_transactions', 'sessions', 'refresh_tokens',
      'business_profiles', 'audit_log', 'outbox', 'outbox_lanes', 'leads', 'analyses', 'heartbeat',
      'services', 'service_requests', 'credit_holds',
      'schema_migrations'])
    EXCEPT
    SELECT relname::text FROM pg_class WHERE relnamespace = 'latchkey'::regnamespace AND relkind = 'r'$$,
  'these tables are there, and may have those of new endpoints beside them');
SELECT is_empty(
  $$SELECT oid::regclass FROM pg_class
     WHERE relnamespace = 'latchkey'::regnamespace AND relkind = 'r'
       AND obj_description(oid, 'pg_class') IS NULL$$,
  'each has a comment');

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT u AS bob FROM pg_temp.sign_in('bob') \gset
SELECT throws_ok(
  $$INSERT INTO latchkey.users (issuer, subject, email, full_name)
    VALUES ('https://issuer.example', 'ada', 'x@x.org', 'x')$$,
  '23505', NULL, 'an identity is one user');
SELECT throws_ok(
  format($$INSERT INTO latchkey.account_members (account_id, user_id, role) VALUES (%L, %L, 'owner')$$,
         :'a', :'bob'),
  '23505', NULL, 'an account has one owner');
SELECT lives_ok(
  format($$INSERT INTO latchkey.account_members (account_id, user_id, role) VALUES (%L, %L, 'member')$$,
         :'a', :'bob'),
  'and any number of members');
SELECT throws_ok(
  format($$INSERT INTO latchkey.outbox (account_id, kind) VALUES (%L, 'stripe.customer.create')$$, :'a'),
  '23505', NULL, 'a customer is queued once an account');
SELECT throws_ok(
  format('UPDATE latchkey.accounts SET onboarding_completed = true WHERE id = %L', :'a'),
  '23514', NULL, 'onboarding is completed at some time');
SELECT throws_ok(
  format('UPDATE latchkey.sessions SET revoked_at = now() WHERE id = %L', :'s'),
  '23514', NULL, 'a session is revoked for a reason');
SELECT pg_temp.rotate('ada 0', 'ada 1') AS o \gset
SELECT throws_ok(
  format('INSERT INTO latchkey.refresh_tokens (hash, session_id, expires_at, predecessor)
          VALUES (pg_temp.hash(''second''), %L, now(), pg_temp.hash(''ada 0''))', :'s'),
  '23505', NULL, 'a token has one successor');
SELECT throws_ok(
  format('INSERT INTO latchkey.refresh_tokens (hash, session_id, expires_at)
          VALUES (pg_temp.hash(''second''), %L, now())', :'s'),
  '23505', NULL, 'a session has one first token');
SELECT is_empty(
  $$SELECT i.indexrelid::regclass
      FROM pg_index AS i, unnest(i.indkey) AS k (attnum)
      JOIN pg_attribute AS a ON a.attnum = k.attnum
     WHERE a.attrelid = i.indrelid
       AND (i.indrelid = 'latchkey.sessions'::regclass
            AND a.attname IN ('last_used_at', 'expires_at', 'absolute_expires_at', 'ip', 'user_agent')
            OR i.indrelid = 'latchkey.refresh_tokens'::regclass
            AND a.attname IN ('spent_at', 'spent_attempt'))$$,
  'no index has a column that a refresh changes');
SELECT is_empty(
  $$SELECT i.indexrelid::regclass, pg_get_indexdef(i.indexrelid, k.place::int, false)
      FROM pg_index AS i
      JOIN pg_class AS c ON c.oid = i.indexrelid
     CROSS JOIN unnest(i.indcollation::oid[]) WITH ORDINALITY AS k (collation_id, place)
     WHERE c.relnamespace = 'latchkey'::regnamespace
       AND k.collation_id NOT IN (0, '"C"'::regcollation)$$,
  'text in an index is compared by bytes (COLLATE "C"), which no operating system changes');
-- Text that is folded says beside it how, or is a column that has COLLATE "C".
SELECT is_empty(
  $$SELECT p.proname FROM pg_proc AS p
     WHERE p.pronamespace = 'latchkey_api'::regnamespace
       AND regexp_replace(p.prosrc, 'lower\((u[.]email|([^()]|\([^()]*\))+ COLLATE "(C|und-x-icu)")\)', '', 'g')
           ~ '(?i)\m(lower|upper|initcap|ilike)\M|~\*|!~\*'$$,
  'no function folds case by the language of the database');

SELECT * FROM finish();
ROLLBACK;
