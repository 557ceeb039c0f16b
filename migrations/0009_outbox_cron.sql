-- What latchkey-cron needs to drain the outbox: lanes, Stripe's answer, indexes for claiming among
-- any number of finished jobs.
ALTER TABLE latchkey.accounts ADD COLUMN stripe_customer_id text
  CONSTRAINT accounts_one_stripe_customer UNIQUE
  CHECK (stripe_customer_id ~ '^[A-Za-z0-9_]{1,255}$');
COMMENT ON COLUMN latchkey.accounts.stripe_customer_id IS
  'The one Stripe customer of the account; NULL until its job is done. Never of two accounts';

ALTER TABLE latchkey.outbox
  ADD COLUMN lane text NOT NULL GENERATED ALWAYS AS (split_part(kind, '.', 1)) STORED,
  ADD COLUMN suspect boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT outbox_state_check,
  ADD CONSTRAINT outbox_state_check CHECK (state IN ('pending', 'done', 'dead', 'discarded'));
COMMENT ON COLUMN latchkey.outbox.state IS
  'pending: to be done, or being done while leased; dead: given up, a person has to look;
discarded: by a person';
COMMENT ON COLUMN latchkey.outbox.lane IS
  'The service: stripe or email. Jobs of one account and lane are done in their order';
COMMENT ON COLUMN latchkey.outbox.suspect IS
  'To repeat the request under this key is of no use: its answer was an error that the service has
stored. The next attempt looks first what was done, and then takes a new key';

-- A claim changes none of the indexed columns, so that it is HOT; it reads the index from where the
-- last one of its process ended, so that what is finished and not yet vacuumed is passed once.
DROP INDEX latchkey.outbox_claim_idx;
DROP INDEX latchkey.outbox_account_idx;
CREATE INDEX outbox_claim_idx ON latchkey.outbox (lane, due_at, id) WHERE state = 'pending';
CREATE INDEX outbox_order_idx ON latchkey.outbox (account_id, lane, id)
  WHERE state IN ('pending', 'dead');
CREATE INDEX outbox_finished_idx ON latchkey.outbox (finished_at)
  WHERE state IN ('done', 'discarded');
-- Each job leaves a dead version or two however many finished ones there are, so the threshold does
-- not grow with the table.
ALTER TABLE latchkey.outbox SET (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000,
  autovacuum_vacuum_cost_delay = 0
);

CREATE TABLE latchkey.outbox_lanes (
  lane text PRIMARY KEY,
  held_because text,
  seen_at timestamptz NOT NULL DEFAULT now(),
  free_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);
INSERT INTO latchkey.outbox_lanes (lane) VALUES ('stripe'), ('email');
COMMENT ON TABLE latchkey.outbox_lanes IS 'What the crons of all hosts share about a service';
COMMENT ON COLUMN latchkey.outbox_lanes.held_because IS
  'Why its jobs wait (a setting is missing); NULL: they are being done';
COMMENT ON COLUMN latchkey.outbox_lanes.seen_at IS 'When a cron last looked after it';
COMMENT ON COLUMN latchkey.outbox_lanes.free_at IS
  'Requests before this time are spoken for, by the rate cap; or the service asked for a pause';

-- For the purge.
CREATE INDEX refresh_tokens_expiry_idx ON latchkey.refresh_tokens (expires_at);
