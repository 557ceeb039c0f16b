\ir lib/begin.sql

SELECT * FROM pg_temp.sign_in('ada') \gset
SELECT s AS other, u AS other_u FROM pg_temp.sign_in('bob') \gset
SELECT pg_temp.onboard(:'s', :'u') AS o \gset
SELECT analysis ->> 'id' AS id
  FROM latchkey_api.analysis_create(:'s', :'u', 'A', NULL, '{}', NULL) \gset

SELECT is(outcome || ' ' || (analysis ->> 'title'), 'found A', 'an analysis is found by its id')
  FROM latchkey_api.analysis_get(:'s', :'u', :'id');
UPDATE latchkey.analyses SET status = 'done', result = '{"summary": "S", "n": [1]}' WHERE id = :'id';
SELECT is(analysis::jsonb -> 'input' || (analysis::jsonb -> 'result'),
          '{"summary": "S", "n": [1]}'::jsonb, 'with its input and its result')
  FROM latchkey_api.analysis_get(:'s', :'u', :'id');
SELECT is(outcome || coalesce(analysis::text, ''), 'unknown', 'another user does not find it')
  FROM latchkey_api.analysis_get(:'other', :'other_u', :'id');
SELECT is(outcome, 'revoked', 'a foreign session finds nothing')
  FROM latchkey_api.analysis_get(:'other', :'u', :'id');
SELECT pg_temp.only_for('analysis_get', 'latchkey-analyses');

SELECT * FROM finish();
ROLLBACK;
