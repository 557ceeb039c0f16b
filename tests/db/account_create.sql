\ir lib/begin.sql

SELECT u FROM pg_temp.sign_in('ada') \gset
CREATE TEMPORARY TABLE made AS
SELECT (latchkey_api.account_create(:'u', n.name, 10)).*
  FROM (VALUES ('Zoë  O''Neill-2'), ('李小龍'), (repeat('Long', 50))) AS n (name);

SELECT is(name, 'Zoë  O''Neill-2''s Account', 'the name is kept as it is')
  FROM made WHERE name LIKE 'Zo%';
SELECT matches(slug, '^zo-o-neill-2-[0-9a-f]{8}$', 'the slug keeps letters and digits')
  FROM made WHERE name LIKE 'Zo%';
SELECT matches(slug, '^[0-9a-f]{8}$', 'a name without any makes a slug of chance alone')
  FROM made WHERE name LIKE '李%';
SELECT ok(length(slug) <= 49, 'a long name is cut') FROM made WHERE name LIKE 'Long%';
SELECT results_eq('SELECT DISTINCT credits FROM made', ARRAY[10::bigint], 'all have their bonus');
SELECT pg_temp.only_for('account_create');

SELECT * FROM finish();
ROLLBACK;
