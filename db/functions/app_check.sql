-- Checks parameters of a call in SQL; raises LK422 with the name of one. NULL: not to be checked.
CREATE OR REPLACE FUNCTION latchkey_api.app_check(
  p_amount bigint, p_description text, p_key text, p_ttl int
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  PERFORM latchkey_api.app_refuse(
    CASE WHEN p_amount NOT BETWEEN 1 AND 1000000000 THEN 'amount must be 1 to 1000000000'
         WHEN char_length(p_description) NOT BETWEEN 1 AND 4000
           THEN 'description must be 1 to 4000 characters'
         WHEN char_length(p_key) NOT BETWEEN 1 AND 128 THEN 'key must be 1 to 128 characters'
         WHEN p_ttl NOT BETWEEN 1 AND 86400 THEN 'ttl must be 1 to 86400 seconds'
         ELSE 'made' END);
END
$fn$;
ALTER FUNCTION latchkey_api.app_check OWNER TO latchkey_service;
REVOKE ALL ON FUNCTION latchkey_api.app_check FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.app_check IS 'Internal: checks the parameters of a call in SQL';
