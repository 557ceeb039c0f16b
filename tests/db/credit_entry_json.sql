\ir lib/begin.sql

SELECT is(
  latchkey_api.credit_entry_json(jsonb_populate_record(NULL::latchkey.credit_transactions,
    '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "account_id": "1e760fc8-d982-4f74-b36c-2143836fbaf3",
      "amount": -2, "balance_after": 3, "type": "spend", "description": "D", "reference": "R",
      "created_at": "2026-01-02T03:04:05.6Z"}'))::jsonb,
  '{"id": "0e760fc8-d982-4f74-b36c-2143836fbaf3", "account_id": "1e760fc8-d982-4f74-b36c-2143836fbaf3",
    "amount": -2, "balance_after": 3, "type": "spend", "description": "D", "reference": "R",
    "created_at": "2026-01-02T03:04:05Z"}'::jsonb,
  'an entry has the fields of the API');
SELECT pg_temp.only_for('credit_entry_json');

SELECT * FROM finish();
ROLLBACK;
