\ir lib/begin.sql

CREATE FUNCTION pg_temp.titles(p_items json) RETURNS text
LANGUAGE sql AS $fn$
  SELECT string_agg(i ->> 'title', ' ') FROM json_array_elements(p_items) AS i
$fn$;
SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT s AS other, u AS other_u FROM pg_temp.sign_in('bob') \gset
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT count(*) AS o
  FROM generate_series(1, 3) AS n,
       latchkey_api.analysis_create(:'s', :'u', 'A' || n, NULL, NULL, NULL) \gset

SELECT * FROM latchkey_api.analysis_list(:'s', :'u', 2, NULL) \gset page_
SELECT is(pg_temp.titles(:'page_items'), 'A3 A2', 'newest first');
SELECT is(pg_temp.titles(items), 'A1', 'page by page')
  FROM latchkey_api.analysis_list(:'s', :'u', 2, :'page_next');
SELECT is(outcome || items, 'ok[]', 'another user has none of them')
  FROM latchkey_api.analysis_list(:'other', :'other_u', 2, NULL);
SELECT is(outcome, 'invalid_cursor', 'nor with this one''s cursor')
  FROM latchkey_api.analysis_list(:'other', :'other_u', 2, :'page_next');
SELECT is(outcome, 'revoked', 'a foreign session lists nothing')
  FROM latchkey_api.analysis_list(:'other', :'u', 2, NULL);
SELECT pg_temp.only_for('analysis_list', 'latchkey-analyses');

SELECT * FROM finish();
ROLLBACK;
