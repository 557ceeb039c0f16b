-- Users :first to :last of the benchmarks, each with account and session, by numbers: user, account
-- and session i are 10000000-…-i, 20000000-…-i, 30000000-…-i, and the first refresh token is
-- sha256('i 0') in base64url (for :raw, for pgbench, its hash is sha256('i 0')). Triggers and foreign
-- keys are left out: the rows are right, and a million of them are to be made in a minute.
SET session_replication_role = replica;
SET synchronous_commit = off;
CREATE FUNCTION pg_temp.id(p_kind int, p_i int) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $fn$
  SELECT format('%s0000000-0000-4000-8000-%s', p_kind, lpad(p_i::text, 12, '0'))::uuid
$fn$;
CREATE FUNCTION pg_temp.base64url(p_bytes bytea) RETURNS text
LANGUAGE sql IMMUTABLE AS $fn$
  SELECT rtrim(translate(encode(p_bytes, 'base64'), '+/', '-_'), '=')
$fn$;
INSERT INTO latchkey.users (id, issuer, subject, email, full_name)
SELECT pg_temp.id(1, i), 'https://bench.example', i, i || '@bench.example', 'User ' || i
  FROM generate_series(:first, :last) AS i;
INSERT INTO latchkey.accounts (id, name, slug, onboarding_completed, onboarding_completed_at)
SELECT pg_temp.id(2, i), 'User ' || i || '''s Account', 'bench-' || i, true, now()
  FROM generate_series(:first, :last) AS i;
INSERT INTO latchkey.account_members (account_id, user_id, role)
SELECT pg_temp.id(2, i), pg_temp.id(1, i), 'owner' FROM generate_series(:first, :last) AS i;
INSERT INTO latchkey.sessions (id, user_id, account_id, expires_at, ip, user_agent)
SELECT pg_temp.id(3, i), pg_temp.id(1, i), pg_temp.id(2, i), now() + interval '7 days',
       '127.0.0.1', 'bench'
  FROM generate_series(:first, :last) AS i;
INSERT INTO latchkey.refresh_tokens (hash, session_id, expires_at)
SELECT CASE WHEN :raw THEN token.first
            ELSE sha256(convert_to(pg_temp.base64url(token.first), 'UTF8')) END,
       pg_temp.id(3, i), now() + interval '7 days'
  FROM generate_series(:first, :last) AS i,
       LATERAL (SELECT sha256(convert_to(i || ' 0', 'UTF8'))) AS token (first);
