\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT max(id) AS newest FROM latchkey.outbox \gset
SELECT latchkey_api.outbox_append(:'a', 'test.first', '{"n": 1}');
SELECT results_eq(
  format('SELECT state, payload FROM latchkey.outbox WHERE kind = ''test.first'' AND account_id = %L', :'a'),
  $$VALUES ('pending', '{"n": 1}'::jsonb)$$, 'a job is queued');

-- As after logical replication.
ALTER SEQUENCE latchkey.outbox_id_seq RESTART;
INSERT INTO latchkey.outbox (id, account_id, kind) OVERRIDING SYSTEM VALUE
VALUES (1, :'a', 'test.old') ON CONFLICT DO NOTHING;
SELECT lives_ok(format('SELECT latchkey_api.outbox_append(%L, ''test.second'', ''{}'')', :'a'),
                'a sequence that is behind is in nobody''s way');
SELECT cmp_ok(
  (SELECT id FROM latchkey.outbox WHERE kind = 'test.second' AND account_id = :'a'), '>',
  (SELECT id FROM latchkey.outbox WHERE kind = 'test.first' AND account_id = :'a'),
  'and what is queued later has the higher id');
SELECT throws_ok(
  format('SELECT latchkey_api.outbox_append(%L, ''stripe.customer.create'', ''{}'')', :'a'),
  '23505', NULL, 'what may be queued once is refused a second time');
SELECT pg_temp.only_for('outbox_append');

SELECT * FROM finish();
ROLLBACK;
