-- Work to be done outside the database, queued in the transaction that makes it necessary.
CREATE TABLE latchkey.outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES latchkey.accounts (id),
  kind text NOT NULL CHECK (kind ~ '^[a-z]+([.][a-z]+)+$'),
  payload jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'dead')),
  created_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  lease_until timestamptz,
  fence bigint NOT NULL DEFAULT 0,
  idempotency_key uuid NOT NULL DEFAULT gen_random_uuid(),
  first_attempt_at timestamptz,
  params jsonb,
  last_error text,
  finished_at timestamptz,
  CHECK ((state = 'pending') = (finished_at IS NULL)),
  CHECK ((params IS NULL) = (first_attempt_at IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX outbox_claim_idx ON latchkey.outbox (due_at, id) WHERE state = 'pending';
CREATE INDEX outbox_account_idx ON latchkey.outbox (account_id, id) WHERE state <> 'done';
CREATE INDEX outbox_dead_idx ON latchkey.outbox (finished_at) WHERE state = 'dead';
CREATE UNIQUE INDEX outbox_once_an_account ON latchkey.outbox (account_id, kind)
  WHERE kind IN ('stripe.customer.create', 'email.welcome');

COMMENT ON TABLE latchkey.outbox IS 'Jobs for latchkey-cron; it claims what is due, by lease';
COMMENT ON COLUMN latchkey.outbox.kind IS
  'stripe.customer.create and email.welcome: once an account; stripe.customer.update: any number';
COMMENT ON COLUMN latchkey.outbox.payload IS 'What the job is about, as it was when queued';
COMMENT ON COLUMN latchkey.outbox.due_at IS 'Not to be claimed before';
COMMENT ON COLUMN latchkey.outbox.lease_until IS 'Until then its claimer alone works on it';
COMMENT ON COLUMN latchkey.outbox.fence IS
  'Raised by each claim; who completes with an older one is refused';
COMMENT ON COLUMN latchkey.outbox.idempotency_key IS 'The same for every attempt';
COMMENT ON COLUMN latchkey.outbox.first_attempt_at IS
  'Set with params, in the transaction that claims it first';
COMMENT ON COLUMN latchkey.outbox.params IS
  'The request''s parameters, frozen before the first call';
COMMENT ON COLUMN latchkey.outbox.last_error IS 'Of the last failed attempt; no personal data';
