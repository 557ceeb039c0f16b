-- Credits in the adopter's own transaction: what a member of the group latchkey_app may call. It is
-- an interface to programs that are not ours, so it stands in migrations; the work is done by the
-- functions latchkey_api.app_…, which may change.
CREATE FUNCTION latchkey_app.spend(account uuid, amount bigint, description text, key text)
RETURNS uuid
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$ SELECT latchkey_api.app_spend(account, amount, description, key) $fn$;
COMMENT ON FUNCTION latchkey_app.spend IS
  'Spends credits of an account, once for the key; returns the id of the entry in the ledger';

CREATE FUNCTION latchkey_app.hold(
  account uuid, amount bigint, ttl int, description text, key text
)
RETURNS uuid
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$ SELECT latchkey_api.app_hold(account, amount, ttl, description, key) $fn$;
COMMENT ON FUNCTION latchkey_app.hold IS
  'Sets credits aside for ttl seconds, once for the key; returns the id of the hold';

CREATE FUNCTION latchkey_app.settle(hold uuid, amount bigint, description text)
RETURNS uuid
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$ SELECT latchkey_api.app_settle(hold, amount, description) $fn$;
COMMENT ON FUNCTION latchkey_app.settle IS
  'Spends what a hold set aside, or amount of it; returns the id of the entry in the ledger';

CREATE FUNCTION latchkey_app.release(hold uuid)
RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$ SELECT latchkey_api.app_release(hold) $fn$;
COMMENT ON FUNCTION latchkey_app.release IS 'Frees what a hold set aside';

CREATE FUNCTION latchkey_app.available(account uuid)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$ SELECT latchkey_api.app_available(account) $fn$;
COMMENT ON FUNCTION latchkey_app.available IS 'What can be spent of an account just now';

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA latchkey_app FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA latchkey_app TO latchkey_app;
