\ir lib/begin.sql

CREATE FUNCTION pg_temp.wait(p_requests int) RETURNS bigint
LANGUAGE sql AS $fn$ SELECT latchkey_api.outbox_pace('stripe', p_requests, 25, 10000) $fn$;
UPDATE latchkey.outbox_lanes SET free_at = now() - interval '1 hour' WHERE lane = 'stripe';
SELECT is(pg_temp.wait(50), 0::bigint, 'a free lane has place at once');
SELECT pg_temp.wait(25) AS next \gset
SELECT ok(:next BETWEEN 1000 AND 2040, 'who comes next waits for those before');
SELECT pg_temp.wait(250) AS next \gset
SELECT ok(:next BETWEEN 2000 AND 3060, 'and so on');
SELECT pg_temp.wait(1) AS next \gset
SELECT ok(:next > 10000, 'a wait that is too long');
SELECT ok(pg_temp.wait(1) <= :next, 'reserves nothing');
UPDATE latchkey.outbox_lanes SET free_at = now() + interval '5 hours' WHERE lane = 'stripe';
SELECT is(pg_temp.wait(1), 0::bigint, 'a pause that a wrong clock wrote is none');
SELECT pg_temp.only_for('outbox_pace', 'latchkey-cron');

SELECT * FROM finish();
ROLLBACK;
