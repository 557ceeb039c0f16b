-- Refuses every change of a table that only grows, for everybody, the owner included.
CREATE OR REPLACE FUNCTION latchkey_api.append_only()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  RAISE EXCEPTION '% on % is refused: the table is append-only', tg_op, tg_table_name
    USING ERRCODE = 'restrict_violation';
END
$fn$;
ALTER FUNCTION latchkey_api.append_only OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.append_only FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.append_only IS 'Trigger: refuses UPDATE, DELETE and TRUNCATE';

CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON latchkey.credit_transactions
FOR EACH STATEMENT EXECUTE FUNCTION latchkey_api.append_only();
CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON latchkey.audit_log
FOR EACH STATEMENT EXECUTE FUNCTION latchkey_api.append_only();
