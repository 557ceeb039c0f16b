\ir lib/begin.sql
\ir lib/services.sql

CREATE FUNCTION pg_temp.enter(p_token text, p_scope text DEFAULT 'credits:spend') RETURNS text
LANGUAGE sql AS $fn$
  SELECT concat_ws(' ', outcome, CASE WHEN caller LIKE 'service %' THEN 'caller' END,
                   nullif(current_setting('latchkey.service'), '')::json ->> 'service')
    FROM latchkey_api.service_enter(pg_temp.hash(p_token), p_scope, NULL, 'Agent', 'req')
$fn$;
SELECT is(pg_temp.enter('lks_all'), 'ok caller all', 'a service is let in');
SELECT is(pg_temp.enter('made up'), 'service_token_invalid', 'a token that was made up is not, and forgets who was');
SELECT is(pg_temp.enter('lks_credits:spend', 'credits:grant'), 'scope_missing', 'nor one without the scope');
SELECT is(last_used_at, now(), 'its last use is known') FROM latchkey.services WHERE name = 'all';
UPDATE latchkey.services SET last_used_at = now() - interval '59 seconds' WHERE name = 'all';
SELECT pg_temp.enter('lks_all') AS o \gset
SELECT is(last_used_at, now() - interval '59 seconds', 'to the minute')
  FROM latchkey.services WHERE name = 'all';
SELECT is(last_used_at, NULL, 'of one that was not used, not') FROM latchkey.services WHERE name = 'accounts-read';
SELECT latchkey_api.admin_service_rotate('all', pg_temp.hash('lks_2'), 60, 'root') AS o \gset
SELECT is(pg_temp.enter(t), 'ok caller all', t || ' is taken after a rotation')
  FROM unnest(ARRAY['lks_all', 'lks_2']) AS t;
UPDATE latchkey.services SET previous_until = now() WHERE name = 'all';
SELECT is(pg_temp.enter('lks_all'), 'service_token_invalid', 'the former one not for ever');
SELECT latchkey_api.admin_service_remove('all', 'root') AS o \gset
SELECT is(pg_temp.enter('lks_2'), 'service_token_invalid', 'a removed one is dead at once');
SELECT pg_temp.only_for('service_enter', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
