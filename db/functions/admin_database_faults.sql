-- What `latchkey doctor` finds wrong with the database that holds Latchkey, and the command that
-- sets it right; a row each, none where all is well.
CREATE OR REPLACE FUNCTION latchkey_api.admin_database_faults()
RETURNS TABLE (subject text, fault text, remedy text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $fn$
DECLARE
  v_database text := quote_ident(current_database());
  v_id record;
  v_highest bigint;
BEGIN
  -- An index in the order of a language is wrong once the system has another version of it.
  RETURN QUERY
    SELECT 'collation',
           format('the indexes follow version %s of the order of text, and the system has %s now',
                  c.recorded, c.actual),
           format('psql -d %1$s -c ''REINDEX DATABASE %1$s'' -c ''%2$s''', v_database, c.refresh)
      FROM (SELECT d.datcollversion AS recorded,
                   pg_database_collation_actual_version(d.oid) AS actual,
                   format('ALTER DATABASE %s REFRESH COLLATION VERSION', v_database) AS refresh
              FROM pg_database AS d
             WHERE d.datname = current_database()
             UNION ALL
            SELECT l.collversion, pg_collation_actual_version(l.oid),
                   format('ALTER COLLATION %s REFRESH VERSION', l.oid::regcollation)
              FROM pg_collation AS l
             WHERE EXISTS (SELECT FROM pg_index AS i WHERE l.oid = ANY (i.indcollation))) AS c
     WHERE c.recorded <> c.actual;

  -- Logical replication leaves sequences as they were on the new server: at their start.
  subject := 'sequences';
  FOR v_id IN
    SELECT t.relname AS in_table, a.attname AS name, d.objid::regclass AS sequence_name
      FROM pg_depend AS d
      JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
      JOIN pg_class AS t ON t.oid = d.refobjid AND t.relnamespace = 'latchkey'::regnamespace
      JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
       AND d.deptype IN ('a', 'i')
  LOOP
    EXECUTE format('SELECT max(%I) FROM latchkey.%I', v_id.name, v_id.in_table) INTO v_highest;
    CONTINUE WHEN v_highest <= pg_sequence_last_value(v_id.sequence_name);
    CONTINUE WHEN v_highest IS NULL;
    fault := format('%s is behind latchkey.%I.%I, whose highest is %s', v_id.sequence_name,
                    v_id.in_table, v_id.name, v_highest);
    remedy := format('psql -d %s -c "SELECT setval(''%s'', (SELECT max(%I) FROM latchkey.%I))"',
                     v_database, v_id.sequence_name, v_id.name, v_id.in_table);
    RETURN NEXT;
  END LOOP;

  -- Settings that an operator may have made for an hour and forgotten.
  RETURN QUERY
    SELECT 'settings',
           format('default_transaction_read_only is on for %s', w.name),
           format('psql -d %s -c ''ALTER %s RESET default_transaction_read_only''', v_database,
                  w.name)
      FROM (SELECT CASE WHEN s.setrole = 0 THEN format('DATABASE %s', v_database)
                        WHEN s.setdatabase = 0 THEN format('ROLE %I', r.rolname)
                        ELSE format('ROLE %I IN DATABASE %s', r.rolname, v_database) END AS name,
                   s.setconfig
              FROM pg_db_role_setting AS s
              LEFT JOIN pg_roles AS r ON r.oid = s.setrole
              LEFT JOIN pg_database AS d ON d.oid = s.setdatabase
             WHERE (s.setdatabase = 0 OR d.datname = current_database())
               AND (s.setrole = 0 OR r.rolname LIKE 'latchkey-%')) AS w
     WHERE EXISTS (SELECT FROM unnest(w.setconfig) AS o (setting)
                    WHERE o.setting IN ('default_transaction_read_only=on',
                                        'default_transaction_read_only=true'));

  RETURN QUERY
    SELECT 'connections',
           format('%s has all the %s connections that it may have', r.rolname, r.rolconnlimit),
           format('psql -d %s -c ''ALTER ROLE %I CONNECTION LIMIT %s''', v_database, r.rolname,
                  2 * r.rolconnlimit)
      FROM pg_roles AS r
     WHERE r.rolname LIKE 'latchkey-%' AND r.rolconnlimit > 0
       AND r.rolconnlimit <= (SELECT count(*) FROM pg_stat_activity AS a WHERE a.usesysid = r.oid);
END
$fn$;
ALTER FUNCTION latchkey_api.admin_database_faults OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.admin_database_faults FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latchkey_api.admin_database_faults TO "latchkey-admin";
COMMENT ON FUNCTION latchkey_api.admin_database_faults IS 'What the doctor finds wrong';
