\ir lib/begin.sql

SELECT is(
  latchkey_api.analysis_json(jsonb_populate_record(NULL::latchkey.analyses,
    '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "title": "T", "status": "queued",
      "credits_spent": 1, "created_at": "2026-01-02T03:04:05.6Z", "input": {"not": "shown"}}'))::jsonb,
  '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "title": "T", "lead_id": null,
    "status": "queued", "credits_spent": 1, "created_at": "2026-01-02T03:04:05Z"}'::jsonb,
  'an analysis has the fields of the API');
SELECT pg_temp.only_for('analysis_json');

SELECT * FROM finish();
ROLLBACK;
