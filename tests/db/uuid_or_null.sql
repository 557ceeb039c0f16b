\ir lib/begin.sql

SELECT is(latchkey_api.uuid_or_null('0E760FC8-d982-4f74-b36c-2143836fbaf3'),
          '0e760fc8-d982-4f74-b36c-2143836fbaf3', 'a UUID in any case is taken');
SELECT is(latchkey_api.uuid_or_null(t), NULL, 'this is none: ' || t)
  FROM (VALUES ('ada@example.org'), (''), ('0e760fc8d9824f74b36c2143836fbaf3'), ('{}')) AS v (t);
SELECT pg_temp.only_for('uuid_or_null');

SELECT * FROM finish();
ROLLBACK;
