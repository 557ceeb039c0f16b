-- Refuses to bring a revoked session or a spent token back to life, to open a hold again that has
-- ended, and to work again on an analysis that is done or failed.
CREATE OR REPLACE FUNCTION latchkey_api.for_good()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RAISE EXCEPTION '%: what is % stays so', tg_table_name, coalesce(tg_argv[0], 'revoked or spent')
    USING ERRCODE = 'restrict_violation';
END
$fn$;
ALTER FUNCTION latchkey_api.for_good OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.for_good FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.for_good IS 'Trigger: what has ended stays so';

CREATE OR REPLACE TRIGGER revoked_for_good BEFORE UPDATE OF revoked_at ON latchkey.sessions
FOR EACH ROW WHEN (old.revoked_at IS NOT NULL AND new.revoked_at IS NULL)
EXECUTE FUNCTION latchkey_api.for_good();
CREATE OR REPLACE TRIGGER spent_for_good BEFORE UPDATE OF spent_at ON latchkey.refresh_tokens
FOR EACH ROW WHEN (old.spent_at IS NOT NULL AND new.spent_at IS NULL)
EXECUTE FUNCTION latchkey_api.for_good();
CREATE OR REPLACE TRIGGER ended_for_good BEFORE UPDATE OF state, amount ON latchkey.credit_holds
FOR EACH ROW WHEN (old.state <> 'open')
EXECUTE FUNCTION latchkey_api.for_good('ended');
CREATE OR REPLACE TRIGGER finished_for_good BEFORE UPDATE OF status ON latchkey.analyses
FOR EACH ROW WHEN (old.finished_at IS NOT NULL AND new.status <> old.status)
EXECUTE FUNCTION latchkey_api.for_good('done or failed');
