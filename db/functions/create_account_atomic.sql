-- Sign-up and sign-in. Finds the user by (issuer, subject) or makes user, account, owner
-- membership, signup bonus and the job stripe.customer.create; either way makes one session with
-- its first refresh token. Any number of calls at once for one identity make one user: those who
-- come second wait for the first at the key users_issuer_subject_key and then find it.
CREATE OR REPLACE FUNCTION latchkey_api.create_account_atomic(
  p_issuer text, p_subject text, p_email text, p_full_name text, p_avatar_url text,
  p_refresh_hash bytea, p_refresh_ttl int, p_max_age int, p_signup_credits int,
  p_ip inet, p_user_agent text, p_request_id text
)
RETURNS TABLE (
  created boolean, user_id uuid, email text, full_name text, avatar_url text,
  account_id uuid, account_name text, account_slug text, credits bigint, available bigint,
  onboarding_completed boolean, session_id uuid, refresh_expires_in int
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_name text := left(coalesce(nullif(p_full_name, ''), nullif(split_part(p_email, '@', 1), ''),
                               p_email), 200);
  v_avatar_url text := CASE WHEN char_length(p_avatar_url) <= 2048 THEN p_avatar_url END;
  v_lifetime int := least(p_refresh_ttl, nullif(p_max_age, 0));
  v_user latchkey.users;
  v_account latchkey.accounts;
  v_session uuid;
  v_created boolean := false;
BEGIN
  LOOP
    UPDATE latchkey.users AS u
       SET email = p_email,
           full_name = CASE WHEN p_full_name <> '' THEN v_name ELSE u.full_name END,
           avatar_url = v_avatar_url,
           updated_at = now()
     WHERE u.issuer = p_issuer AND u.subject = p_subject
    RETURNING u.* INTO v_user;
    EXIT WHEN FOUND;
    INSERT INTO latchkey.users AS u (issuer, subject, email, full_name, avatar_url)
    VALUES (p_issuer, p_subject, p_email, v_name, v_avatar_url)
    ON CONFLICT ON CONSTRAINT users_issuer_subject_key DO NOTHING
    RETURNING u.* INTO v_user;
    v_created := FOUND;
    EXIT WHEN FOUND;
  END LOOP;

  IF v_created THEN
    v_account := latchkey_api.account_create(v_user.id, v_name, p_signup_credits);
    PERFORM latchkey_api.outbox_append(v_account.id, 'stripe.customer.create', jsonb_build_object(
      'user_id', v_user.id, 'email', p_email, 'full_name', v_name));
  ELSE
    SELECT a.* INTO STRICT v_account
      FROM latchkey.account_members AS m
      JOIN latchkey.accounts AS a ON a.id = m.account_id
     WHERE m.user_id = v_user.id
     ORDER BY m.role = 'owner' DESC, m.created_at, m.account_id
     LIMIT 1;
  END IF;

  INSERT INTO latchkey.sessions AS s (
    user_id, account_id, expires_at, absolute_expires_at, ip, user_agent
  )
  VALUES (
    v_user.id, v_account.id, now() + make_interval(secs => v_lifetime),
    now() + make_interval(secs => nullif(p_max_age, 0)), p_ip, left(p_user_agent, 400)
  )
  RETURNING s.id INTO v_session;
  INSERT INTO latchkey.refresh_tokens (hash, session_id, expires_at)
  VALUES (p_refresh_hash, v_session, now() + make_interval(secs => v_lifetime));
  INSERT INTO latchkey.audit_log (
    event, user_id, account_id, session_id, ip, user_agent, request_id
  )
  VALUES (
    CASE WHEN v_created THEN 'sign_up' ELSE 'sign_in' END,
    v_user.id, v_account.id, v_session, p_ip, left(p_user_agent, 400), p_request_id
  );

  RETURN QUERY
    SELECT v_created, v_user.id, v_user.email, v_user.full_name, v_user.avatar_url,
           v_account.id, v_account.name, v_account.slug, v_account.credits,
           v_account.credits - coalesce((SELECT sum(h.amount)
                                           FROM latchkey.credit_holds AS h
                                          WHERE h.account_id = v_account.id AND h.state = 'open'
                                            AND h.expires_at > now()), 0)::bigint,
           v_account.onboarding_completed, v_session, v_lifetime;
END
$fn$;
ALTER FUNCTION latchkey_api.create_account_atomic OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.create_account_atomic FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.create_account_atomic TO "latchkey-auth-complete-signup";
COMMENT ON FUNCTION latchkey_api.create_account_atomic
IS 'Signs an identity up or in and starts a session';
