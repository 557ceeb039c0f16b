-- What happened to whom. No foreign keys: an entry outlives what it tells of.
CREATE TABLE latchkey.audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  event text NOT NULL CHECK (event ~ '^[a-z]+(_[a-z]+)*$'),
  user_id uuid,
  account_id uuid,
  session_id uuid,
  ip inet,
  user_agent text,
  request_id text,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_session_idx ON latchkey.audit_log (session_id, at);
CREATE INDEX audit_log_user_idx ON latchkey.audit_log (user_id, at);

COMMENT ON TABLE latchkey.audit_log IS 'Append-only record of what happened to users and keys';
COMMENT ON COLUMN latchkey.audit_log.event IS
  'sign_up, sign_in, refresh_reuse, logout, session_revoked, onboarding_completed, …';
COMMENT ON COLUMN latchkey.audit_log.session_id IS 'The session that the event befell';
COMMENT ON COLUMN latchkey.audit_log.ip IS 'Of the client that caused it';
COMMENT ON COLUMN latchkey.audit_log.request_id IS 'X-Request-Id of the request that caused it';
COMMENT ON COLUMN latchkey.audit_log.detail IS 'What else is to be known; never a token';
