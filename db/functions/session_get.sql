-- A session with its user and account. outcome: live | revoked (or expired, or unknown; the rest is
-- NULL then). On the hot path: one statement whose plan is kept, three look-ups by primary key and
-- one of the account's open holds (credits_held would be a statement more). The
-- user is compared by IS NOT DISTINCT FROM, which no index serves: by = the planner may take the
-- index of the user's sessions instead of the primary key, and slow down as they become many.
CREATE OR REPLACE FUNCTION latchkey_api.session_get(p_session uuid, p_user uuid)
RETURNS TABLE (
  outcome text, user_id uuid, email text, full_name text, avatar_url text,
  account_id uuid, account_name text, account_slug text, credits bigint,
  available bigint, onboarding_completed boolean, created_at text, expires_at text
)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  -- INTO and one RETURN NEXT cost less than RETURN QUERY, which opens a portal.
  SELECT 'live', u.id, u.email, u.full_name, u.avatar_url,
         a.id, a.name, a.slug, a.credits,
         a.credits - coalesce((SELECT sum(h.amount)
                                 FROM latchkey.credit_holds AS h
                                WHERE h.account_id = a.id AND h.state = 'open'
                                  AND h.expires_at > now()), 0),
         a.onboarding_completed,
         latchkey_api.rfc3339(s.created_at), latchkey_api.rfc3339(s.expires_at)
    INTO outcome, user_id, email, full_name, avatar_url,
         account_id, account_name, account_slug, credits, available, onboarding_completed,
         created_at, expires_at
    FROM latchkey.sessions AS s
    JOIN latchkey.users AS u ON u.id = s.user_id
    JOIN latchkey.accounts AS a ON a.id = s.account_id
   WHERE s.id = p_session AND s.user_id IS NOT DISTINCT FROM p_user
     AND s.revoked_at IS NULL AND s.expires_at > now();
  outcome := coalesce(outcome, 'revoked');
  RETURN NEXT;
END
$fn$;
ALTER FUNCTION latchkey_api.session_get OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.session_get FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.session_get TO "latchkey-auth-session";
COMMENT ON FUNCTION latchkey_api.session_get IS 'A live session, its user and account';
