\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT s AS other, u AS other_u FROM pg_temp.sign_in('bob') \gset
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT lead ->> 'id' AS id
  FROM latchkey_api.lead_create(:'s', :'u', 'L', 'e@x.org', 'https://x.example', 'n', NULL) \gset

SELECT results_eq(
  format('SELECT outcome, lead ->> ''name'' FROM latchkey_api.lead_get(%L, %L, %L)', :'s', :'u', :'id'),
  $$VALUES ('found', 'L')$$, 'a lead is found by its id');
SELECT results_eq(
  format('SELECT outcome, lead::text FROM latchkey_api.lead_get(%L, %L, %L)',
         :'other', :'other_u', :'id'),
  $$VALUES ('unknown', NULL)$$, 'another user does not find it');
SELECT is(outcome, 'unknown', 'what does not exist is not found')
  FROM latchkey_api.lead_get(:'s', :'u', gen_random_uuid());
SELECT is(outcome, 'revoked', 'a foreign session finds nothing')
  FROM latchkey_api.lead_get(:'other', :'u', :'id');
SELECT pg_temp.only_for('lead_get', 'latchkey-leads');

SELECT * FROM finish();
ROLLBACK;
