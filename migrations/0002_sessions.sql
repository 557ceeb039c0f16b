-- Sessions and their refresh tokens. A refresh updates one row of each table and inserts one token:
-- no column that a refresh changes is indexed, and pages keep room, so that these updates are HOT.
CREATE TABLE latchkey.sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES latchkey.users (id),
  account_id uuid NOT NULL REFERENCES latchkey.accounts (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  absolute_expires_at timestamptz,
  ip inet,
  user_agent text CHECK (char_length(user_agent) <= 400),
  revoked_at timestamptz,
  revoked_reason text CHECK (
    revoked_reason IN ('logout', 'logout_elsewhere', 'revoked_by_user', 'reuse', 'admin')
  ),
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
  CHECK (expires_at <= absolute_expires_at)
) WITH (fillfactor = 70);
CREATE INDEX sessions_user_idx ON latchkey.sessions (user_id, created_at DESC, id DESC);
CREATE INDEX sessions_revoked_idx ON latchkey.sessions (revoked_at) WHERE revoked_at IS NOT NULL;

COMMENT ON TABLE latchkey.sessions IS
  'One login each (a family of refresh tokens). Whoever refreshes or ends one locks its row first';
COMMENT ON COLUMN latchkey.sessions.last_used_at IS 'Sign-in or last refresh';
COMMENT ON COLUMN latchkey.sessions.expires_at IS
  'When its newest refresh token expires; moves with each refresh';
COMMENT ON COLUMN latchkey.sessions.absolute_expires_at IS
  'Where expires_at cannot move beyond; NULL: no limit. By the setting at the last refresh';
COMMENT ON COLUMN latchkey.sessions.ip IS 'Client''s address at sign-in or the last refresh';
COMMENT ON COLUMN latchkey.sessions.revoked_at IS 'Set once and for good';
COMMENT ON COLUMN latchkey.sessions.revoked_reason IS
  'logout: by its own token; logout_elsewhere: by another session''s logout; revoked_by_user: from
the list of devices; reuse: a spent token was presented; admin: by the latchkey command';

CREATE TABLE latchkey.refresh_tokens (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  session_id uuid NOT NULL REFERENCES latchkey.sessions (id) ON DELETE CASCADE,
  issued_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  predecessor bytea CHECK (octet_length(predecessor) = 32),
  spent_at timestamptz,
  spent_attempt bytea CHECK (octet_length(spent_attempt) = 32),
  CONSTRAINT refresh_tokens_one_successor UNIQUE (session_id, predecessor),
  CHECK (spent_attempt IS NULL OR spent_at IS NOT NULL)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX refresh_tokens_one_first ON latchkey.refresh_tokens (session_id)
  WHERE predecessor IS NULL;

COMMENT ON TABLE latchkey.refresh_tokens IS 'Refresh tokens, by hash; one of a session is unspent';
COMMENT ON COLUMN latchkey.refresh_tokens.hash IS 'SHA-256 of the token, which is stored nowhere';
COMMENT ON COLUMN latchkey.refresh_tokens.predecessor IS
  'Hash of the token whose refresh issued this one; NULL: by sign-in. Unique in a session, so that a
token has one successor at most; kept here, so that spending the other changes no index';
COMMENT ON COLUMN latchkey.refresh_tokens.spent_at IS 'Set once and for good, by the refresh';
COMMENT ON COLUMN latchkey.refresh_tokens.spent_attempt IS
  'SHA-256 of the Idempotency-Key that spent it; NULL where it was spent without one';
