\ir lib/begin.sql
\ir lib/outbox.sql

-- Claiming and settling read what they are about, however many jobs are finished, wait, or are dead
-- versions in the index, and whatever the statistics say: a batch of 100 among 5,000 of each.
INSERT INTO latchkey.accounts (name, slug) SELECT 'A', 'plan-' || i FROM generate_series(1, 5000) AS i;
INSERT INTO latchkey.outbox (account_id, kind, state, finished_at)
SELECT id, 'test.plan', 'done', now() FROM latchkey.accounts WHERE slug LIKE 'plan-%';
INSERT INTO latchkey.outbox (account_id, kind, due_at)
SELECT id, 'test.plan', now() - interval '1 hour' FROM latchkey.accounts WHERE slug LIKE 'plan-%';

-- How many rows of the outbox a statement read.
CREATE FUNCTION pg_temp.rows_read(p_sql text) RETURNS bigint
LANGUAGE plpgsql AS $fn$
DECLARE
  v_before bigint;
BEGIN
  SELECT seq_tup_read + idx_tup_fetch INTO v_before
    FROM pg_stat_xact_user_tables WHERE relid = 'latchkey.outbox'::regclass;
  EXECUTE p_sql;
  RETURN (SELECT seq_tup_read + idx_tup_fetch - v_before
            FROM pg_stat_xact_user_tables WHERE relid = 'latchkey.outbox'::regclass);
END
$fn$;
CREATE TEMPORARY TABLE batch (id bigint, fence bigint, n int);

SELECT cmp_ok(
  pg_temp.rows_read($$INSERT INTO batch SELECT id, fence, row_number() OVER ()
                        FROM latchkey_api.outbox_claim('test', 100, 60, 0, 0)$$),
  '<', 1000::bigint, 'a claim reads its batch');
SELECT cmp_ok(
  pg_temp.rows_read($$SELECT latchkey_api.outbox_freeze(array_agg(id), array_agg(fence), array_agg('{}'::text)) FROM batch$$),
  '<', 1000::bigint, 'freezing as well');
SELECT cmp_ok(
  pg_temp.rows_read($$SELECT latchkey_api.outbox_complete(array_agg(id), array_agg(fence), array_agg(NULL::text))
                        FROM batch WHERE n <= 60$$),
  '<', 1000::bigint, 'completing as well');
SELECT cmp_ok(
  pg_temp.rows_read($$SELECT latchkey_api.outbox_fail(array_agg(id), array_agg(fence), array_agg(1000::bigint), array_agg('e'::text), array_agg(false))
                        FROM batch WHERE n BETWEEN 61 AND 80$$),
  '<', 1000::bigint, 'failing as well');
SELECT cmp_ok(
  pg_temp.rows_read($$SELECT latchkey_api.outbox_release(array_agg(id), array_agg(fence), array_agg(0::bigint))
                        FROM batch WHERE n > 80$$),
  '<', 1000::bigint, 'releasing as well');
SELECT results_eq(
  $$SELECT state, count(*) FROM latchkey.outbox WHERE id IN (SELECT id FROM batch) GROUP BY state ORDER BY state$$,
  $$VALUES ('done', 60::bigint), ('pending', 40)$$, 'and all of it was done');
SELECT is_empty(
  $$SELECT i.indexrelid::regclass
      FROM pg_index AS i, unnest(i.indkey) AS k (attnum)
      JOIN pg_attribute AS a ON a.attnum = k.attnum
     WHERE a.attrelid = i.indrelid AND i.indrelid = 'latchkey.outbox'::regclass
       AND a.attname IN ('lease_until', 'fence', 'attempts', 'params', 'first_attempt_at', 'last_error')$$,
  'no index has a column that a claim changes, so that claims are HOT');

SELECT * FROM finish();
ROLLBACK;
