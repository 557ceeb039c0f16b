\ir lib/begin.sql
\ir lib/services.sql

SELECT * FROM pg_temp.sign_in('ada', p_credits => 10) \gset

SELECT pg_temp.onboard(:'s', :'u') AS o \gset
UPDATE latchkey.analyses SET status = 'done' WHERE status <> 'done';
SELECT pg_temp.analysis(:'s', :'u', 'First') AS first, pg_temp.analysis(:'s', :'u', 'Second') AS second \gset

UPDATE latchkey.analyses SET status = 'running', lease_until = '2026-01-02T03:04:05Z', attempts = 2, fence = 3
 WHERE id = :'first';
SELECT is(latchkey_api.service_analysis_json(n.*)::jsonb,
          jsonb_build_object('analysis', jsonb_build_object(
            'id', :'first', 'account_id', :'a', 'title', 'First', 'input', '{"q": 1}'::jsonb, 'lead', NULL,
            'status', 'running', 'attempt', 2, 'fence', 3, 'lease_expires_at', '2026-01-02T03:04:05Z')),
          'an analysis has the fields of the API')
  FROM latchkey.analyses AS n WHERE n.id = :'first';
SELECT pg_temp.only_for('service_analysis_json');

SELECT * FROM finish();
ROLLBACK;
