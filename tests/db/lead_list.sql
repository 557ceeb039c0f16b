\ir lib/begin.sql

CREATE FUNCTION pg_temp.names(p_items json) RETURNS text
LANGUAGE sql AS $fn$
  SELECT string_agg(i ->> 'name', ' ') FROM json_array_elements(p_items) AS i
$fn$;
SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT s AS other, u AS other_u FROM pg_temp.sign_in('bob') \gset

SELECT is(outcome || items, 'ok[]', 'without leads the page is empty')
  FROM latchkey_api.lead_list(:'s', :'u', 25, NULL);
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT pg_temp.onboard(:'other', :'other_u') AS o \gset
SELECT count(*) AS o
  FROM generate_series(1, 5) AS n,
       latchkey_api.lead_create(:'s', :'u', 'L' || n, NULL, NULL, NULL, NULL) \gset
SELECT latchkey_api.lead_create(:'other', :'other_u', 'theirs', NULL, NULL, NULL, NULL) AS o \gset
-- Two of one microsecond: their ids decide.
UPDATE latchkey.leads SET created_at = (SELECT max(created_at) FROM latchkey.leads WHERE name = 'L3')
 WHERE name = 'L2';

SELECT * FROM latchkey_api.lead_list(:'s', :'u', 3, NULL) \gset one_
SELECT * FROM latchkey_api.lead_list(:'s', :'u', 3, :'one_next') \gset two_
SELECT matches(pg_temp.names(:'one_items') || ' ' || pg_temp.names(:'two_items'),
               '^L5 L4 (L3 L2|L2 L3) L1$', 'two pages have every lead once, newest first');
SELECT is(next, NULL, 'the last page has no next')
  FROM latchkey_api.lead_list(:'s', :'u', 3, :'one_next');
SELECT is(pg_temp.names(items), 'theirs', 'another user''s leads are their own')
  FROM latchkey_api.lead_list(:'other', :'other_u', 3, NULL);
SELECT is(outcome, 'invalid_cursor', 'and cannot be read on from this one''s, nor from nowhere')
  FROM (VALUES (:'one_next'), (gen_random_uuid())) AS c (before),
       latchkey_api.lead_list(:'other', :'other_u', 3, c.before);
SELECT is(outcome, 'revoked', 'a foreign session lists nothing')
  FROM latchkey_api.lead_list(:'other', :'u', 3, NULL);
SELECT pg_temp.only_for('lead_list', 'latchkey-leads');

SELECT * FROM finish();
ROLLBACK;
