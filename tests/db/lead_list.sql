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
SELECT latchkey_api.lead_create(
  :'s', :'u', 'Café 50%_off', 'Marie@Lumiere.example', 'https://cafe.example', 'L1', NULL) AS o \gset
SELECT is(pg_temp.names(items), 'Café 50%_off', 'a search finds ' || q || ' in any case')
  FROM (VALUES ('CAFÉ'), ('50%_'), ('marie@lumiere'), ('Cafe.Example')) AS s (q),
       latchkey_api.lead_list(:'s', :'u', 3, NULL, s.q);
SELECT is(pg_temp.names(items), 'L1', 'and looks in no notes')
  FROM latchkey_api.lead_list(:'s', :'u', 3, NULL, 'l1');
SELECT is(outcome || items, 'ok[]', 'a search may find nothing: % is not a wildcard')
  FROM latchkey_api.lead_list(:'s', :'u', 3, NULL, 'L%');
SELECT is(outcome || items, 'ok[]', 'nor another user''s leads')
  FROM latchkey_api.lead_list(:'s', :'u', 3, NULL, 'theirs');
SELECT * FROM latchkey_api.lead_list(:'s', :'u', 3, NULL, 'l') \gset found_
SELECT * FROM latchkey_api.lead_list(:'s', :'u', 3, :'found_next', 'l') \gset rest_
SELECT matches(pg_temp.names(:'found_items') || ' ' || pg_temp.names(:'rest_items'),
               '^Café 50%_off L5 L4 (L3 L2|L2 L3) L1$', 'what a search finds comes in pages, too');
SELECT is(outcome, 'revoked', 'a foreign session lists nothing')
  FROM latchkey_api.lead_list(:'other', :'u', 3, NULL);
SELECT pg_temp.only_for('lead_list', 'latchkey-leads');

SELECT * FROM finish();
ROLLBACK;
