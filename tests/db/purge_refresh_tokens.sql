\ir lib/begin.sql
\ir lib/outbox.sql

DELETE FROM latchkey.refresh_tokens WHERE expires_at < now();
SELECT s FROM pg_temp.sign_in('ada') \gset
SELECT pg_temp.rotate('ada 0', 'ada 1') AS o \gset
SELECT pg_temp.rotate('ada 1', 'ada 2') AS o \gset
UPDATE latchkey.refresh_tokens SET expires_at = now() - interval '2 days'
 WHERE session_id = :'s' AND spent_at IS NOT NULL;
SELECT is(latchkey_api.purge_refresh_tokens(3 * 86400, 10), 0::bigint, 'they are kept for a while');
SELECT is(latchkey_api.purge_refresh_tokens(86400, 1), 1::bigint, 'some at a time');
SELECT is(latchkey_api.purge_refresh_tokens(86400, 10), 1::bigint, 'until there are none');
SELECT is((SELECT outcome FROM pg_temp.rotate('ada 2', 'ada 3')), 'rotated', 'the session goes on');
SELECT is((SELECT outcome FROM pg_temp.rotate('ada 0', 'ada 1')), 'invalid', 'an old token is unknown');
SELECT pg_temp.only_for('purge_refresh_tokens', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
