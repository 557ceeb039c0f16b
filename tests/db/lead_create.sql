\ir lib/begin.sql

CREATE FUNCTION pg_temp.lead(p_session uuid, p_user uuid, p_name text, p_key text DEFAULT NULL)
RETURNS TABLE (outcome text, lead json)
LANGUAGE sql AS $fn$
  SELECT outcome, lead
    FROM latchkey_api.lead_create(p_session, p_user, p_name, 'e@x.org', NULL, E'line 1\nline 2',
                                  pg_temp.hash(p_key))
$fn$;
SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT s AS other, u AS other_u FROM pg_temp.sign_in('bob') \gset

SELECT is(outcome, 'onboarding_required', 'onboarding comes first')
  FROM pg_temp.lead(:'s', :'u', 'L');
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT pg_temp.onboard(:'other', :'other_u') AS o \gset
SELECT is(outcome || ' ' || (lead ->> 'name'), 'created L 🚀', 'then a lead is made')
  FROM pg_temp.lead(:'s', :'u', 'L 🚀');
SELECT is(outcome, 'created', 'without a key each call makes one')
  FROM pg_temp.lead(:'s', :'u', 'L 🚀');
SELECT is(count(*), 2::bigint, 'so there are two') FROM latchkey.leads WHERE account_id = :'a';

SELECT lead ->> 'id' AS id FROM pg_temp.lead(:'s', :'u', 'Once', 'key') \gset
SELECT results_eq(
  format('SELECT outcome, lead ->> ''id'' FROM pg_temp.lead(%L, %L, ''Once'', ''key'')', :'s', :'u'),
  format('VALUES (''created'', %L)', :'id'), 'the same key and request find the same lead');
SELECT results_eq(
  format('SELECT outcome, lead::text FROM pg_temp.lead(%L, %L, ''Other'', ''key'')', :'s', :'u'),
  'VALUES (''conflict'', NULL)', 'the same key with another request is refused');
SELECT isnt(lead ->> 'id', :'id', 'another account''s key is another key')
  FROM pg_temp.lead(:'other', :'other_u', 'Once', 'key');
SELECT is(count(*), 3::bigint, 'none of these made another')
  FROM latchkey.leads WHERE account_id = :'a';
SELECT is(created_by, :'u', 'a lead knows who made it') FROM latchkey.leads WHERE id = :'id';
SELECT is(outcome, 'revoked', 'a foreign session makes nothing')
  FROM pg_temp.lead(:'other', :'u', 'L');
SELECT pg_temp.only_for('lead_create', 'latchkey-leads');

SELECT * FROM finish();
ROLLBACK;
