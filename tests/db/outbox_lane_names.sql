\ir lib/begin.sql
\ir lib/outbox.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
SELECT pg_temp.job(:'a', 'aaa.job') AS o \gset
SELECT pg_temp.job(:'a', 'zzz.job') AS id \gset
SELECT ok(ARRAY(SELECT latchkey_api.outbox_lane_names()) @> ARRAY['aaa', 'stripe', 'zzz'], 'lanes with pending jobs');
UPDATE latchkey.outbox SET state = 'done', finished_at = now() WHERE id = :id;
SELECT ok(NOT ARRAY(SELECT latchkey_api.outbox_lane_names()) @> ARRAY['zzz'], 'and no others');
SELECT pg_temp.only_for('outbox_lane_names');

SELECT * FROM finish();
ROLLBACK;
