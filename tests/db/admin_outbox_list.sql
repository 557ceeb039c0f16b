\ir lib/begin.sql
\ir lib/outbox.sql

DELETE FROM latchkey.outbox;
SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT pg_temp.job(:'a', 'email.welcome', -60) AS later \gset
INSERT INTO latchkey.outbox (account_id, kind, state, finished_at)
VALUES (:'a', 'test.done', 'done', now()), (:'a', 'test.dead', 'dead', now());
CREATE FUNCTION pg_temp.list(p_state text, p_limit int DEFAULT 10) RETURNS text[]
LANGUAGE sql AS $fn$
  SELECT array_agg(kind || ' ' || state ORDER BY id DESC) FROM latchkey_api.admin_outbox_list(p_state, p_limit)
$fn$;
SELECT is(pg_temp.list(NULL), ARRAY['test.dead dead', 'email.welcome later', 'stripe.customer.create due'],
          'all that is not finished, newest first');
SELECT is(pg_temp.list('due'), ARRAY['stripe.customer.create due'], 'or one state');
SELECT is(pg_temp.list('later'), ARRAY['email.welcome later'], 'of the pending');
SELECT is(pg_temp.list('done'), ARRAY['test.done done'], 'of the finished');
SELECT is(pg_temp.list('in_flight'), NULL, 'nobody works on one');
SELECT is(pg_temp.list(NULL, 1), ARRAY['test.dead dead'], 'as many as asked for');
SELECT pg_temp.only_for('admin_outbox_list', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
