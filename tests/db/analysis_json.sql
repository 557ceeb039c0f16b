\ir lib/begin.sql

SELECT is(
  latchkey_api.analysis_json(jsonb_populate_record(NULL::latchkey.analyses,
    '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "title": "T", "status": "queued",
      "credits_spent": 1, "created_at": "2026-01-02T03:04:05.6Z", "input": {"not": "shown"}}'))::jsonb,
  '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "title": "T", "lead_id": null,
    "status": "queued", "credits_spent": 1, "created_at": "2026-01-02T03:04:05Z",
    "started_at": null, "finished_at": null, "failure_reason": null, "summary": null}'::jsonb,
  'an analysis has the fields of the API''s list');
SELECT is(
  latchkey_api.analysis_json(jsonb_populate_record(NULL::latchkey.analyses, jsonb_build_object(
    'result', jsonb_build_object('summary', s.summary)))) ->> 'summary', s.shown, s.name)
  FROM (VALUES ('"Good"'::jsonb, 'Good', 'a result''s summary is shown'),
               ('7', NULL, 'where it is a text'),
               (to_jsonb(repeat('🦊', 5000)), repeat('🦊', 4000), 'its start where it is long'))
       AS s (summary, shown, name);
SELECT pg_temp.only_for('analysis_json');

SELECT * FROM finish();
ROLLBACK;
