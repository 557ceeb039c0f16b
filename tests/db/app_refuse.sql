\ir lib/begin.sql

CREATE FUNCTION pg_temp.refusal(p_outcome text) RETURNS text
LANGUAGE sql AS $fn$
  SELECT pg_temp.state_as('latchkey_service', format('SELECT latchkey_api.app_refuse(%L)', p_outcome))
$fn$;
SELECT is(pg_temp.refusal(o.outcome), o.state, o.outcome)
  FROM (VALUES ('made', '00000'), ('done', '00000'), ('insufficient_credits', 'LK402'), ('unknown', 'LK404'),
               ('hold_expired', 'LK409'), ('hold_settled', 'LK409'), ('hold_released', 'LK409'),
               ('conflict', 'LK422'), ('too_much', 'LK422'), ('amount must be 1', 'LK422')) AS o (outcome, state);
SELECT pg_temp.only_for('app_refuse');

SELECT * FROM finish();
ROLLBACK;
