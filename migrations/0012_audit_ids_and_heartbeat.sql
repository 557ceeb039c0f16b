-- Logical replication, and with it most ways to a newer Postgres, does not carry sequences: the
-- next entry of the audit log would fail on an id that is taken, and with it each sign-in. An entry
-- is found by its session or user and its time; its id has to differ from the others, no more.
ALTER TABLE latchkey.audit_log
  DROP COLUMN id,
  ADD COLUMN id uuid PRIMARY KEY DEFAULT gen_random_uuid();

-- What health writes, to know that writing works.
CREATE TABLE latchkey.heartbeat (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  beat_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);
INSERT INTO latchkey.heartbeat DEFAULT VALUES;
COMMENT ON TABLE latchkey.heartbeat IS 'One row, which health writes to know that writing works';
