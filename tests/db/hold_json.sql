\ir lib/begin.sql

SELECT is(
  latchkey_api.hold_json(jsonb_populate_record(NULL::latchkey.credit_holds,
    '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "account_id": "1e760fc8-d982-4f74-b36c-2143836fbaf3",
      "amount": 2, "state": "open", "description": "D", "created_at": "2026-01-02T03:04:05.6Z",
      "expires_at": "2026-01-02T03:14:05Z"}'))::jsonb,
  '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "account_id": "1e760fc8-d982-4f74-b36c-2143836fbaf3",
    "amount": 2, "state": "open", "description": "D", "reference": null,
    "created_at": "2026-01-02T03:04:05Z", "expires_at": "2026-01-02T03:14:05Z"}'::jsonb,
  'a hold has the fields of the API');
SELECT pg_temp.only_for('hold_json');

SELECT * FROM finish();
ROLLBACK;
