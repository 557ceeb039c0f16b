\ir lib/begin.sql

SELECT is(
  latchkey_api.lead_json(jsonb_populate_record(NULL::latchkey.leads,
    '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "name": "N \"q\"", "email": "e@x.org",
      "created_at": "2026-01-02T03:04:05.6Z"}'))::jsonb,
  '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "name": "N \"q\"", "email": "e@x.org",
    "website": null, "notes": null, "created_at": "2026-01-02T03:04:05Z"}'::jsonb,
  'a lead has the fields of the API');
SELECT pg_temp.only_for('lead_json', 'latchkey_service');

SELECT * FROM finish();
ROLLBACK;
