-- Refuses to bring a revoked session or a spent token back to life.
CREATE OR REPLACE FUNCTION latchkey_api.for_good()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RAISE EXCEPTION '%: what is revoked or spent stays so', tg_table_name
    USING ERRCODE = 'restrict_violation';
END
$fn$;
ALTER FUNCTION latchkey_api.for_good OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.for_good FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.for_good IS 'Trigger: revoked and spent stay so';

CREATE OR REPLACE TRIGGER revoked_for_good BEFORE UPDATE OF revoked_at ON latchkey.sessions
FOR EACH ROW WHEN (old.revoked_at IS NOT NULL AND new.revoked_at IS NULL)
EXECUTE FUNCTION latchkey_api.for_good();
CREATE OR REPLACE TRIGGER spent_for_good BEFORE UPDATE OF spent_at ON latchkey.refresh_tokens
FOR EACH ROW WHEN (old.spent_at IS NOT NULL AND new.spent_at IS NULL)
EXECUTE FUNCTION latchkey_api.for_good();
