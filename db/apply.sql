-- What db/apply does inside its transaction, as temporary functions. Read by db/apply alone, after
-- roles.sql and before the temporary table `files` (kind, name, hash: what is on disk) is filled.
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL client_min_messages = notice;
-- What functions speak of may not be there yet; validate_functions checks the lasting ones.
SET LOCAL check_function_bodies = off;

-- Everything about a function of latchkey_api that could be changed by hand, as one hash: text,
-- owner, grants, comment, and the triggers that call it. NULL where there is no such function.
CREATE FUNCTION pg_temp.live_hash(p_name text) RETURNS text
LANGUAGE sql AS $fn$
  SELECT encode(sha256(convert_to(string_agg(concat_ws(E'\n',
           pg_get_functiondef(p.oid),
           pg_get_userbyid(p.proowner),
           (SELECT string_agg(a.item::text, ' ' ORDER BY a.item::text)
              FROM unnest(p.proacl) AS a (item)),
           obj_description(p.oid, 'pg_proc'),
           (SELECT string_agg(pg_get_triggerdef(t.oid) || t.tgenabled::text, E'\n'
                              ORDER BY t.tgname, t.tgrelid)
              FROM pg_trigger AS t
             WHERE t.tgfoid = p.oid)
         ), E'\n' ORDER BY p.oid), 'UTF8')), 'hex')
    FROM pg_proc AS p
   WHERE p.pronamespace = to_regnamespace('latchkey_api') AND p.proname = p_name
     AND p.prokind IN ('f', 'p')
$fn$;

-- The table of what was applied, and an error for files that cannot follow what was applied.
CREATE FUNCTION pg_temp.prepare() RETURNS void
LANGUAGE plpgsql AS $fn$
DECLARE
  v_name text;
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'The database has the encoding %; Latchkey needs UTF8.',
      current_setting('server_encoding');
  END IF;
  IF to_regclass('latchkey.schema_migrations') IS NULL THEN
    CREATE TABLE latchkey.schema_migrations (
      kind text COLLATE "C" NOT NULL CHECK (kind IN ('migration', 'function')),
      name text COLLATE "C" NOT NULL,
      file_hash text NOT NULL,
      live_hash text,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (kind, name),
      CHECK ((kind = 'function') = (live_hash IS NOT NULL))
    );
    ALTER TABLE latchkey.schema_migrations OWNER TO latchkey_owner;
    COMMENT ON TABLE latchkey.schema_migrations IS
      'What db/apply has applied: each migration once, each function whenever it changes';
    COMMENT ON COLUMN latchkey.schema_migrations.file_hash IS
      'SHA-256 of the file, as sha256sum prints it';
    COMMENT ON COLUMN latchkey.schema_migrations.live_hash IS
      'Functions: SHA-256 of definition, owner, grants, comment and triggers right after applying';
  END IF;

  SELECT m.name INTO v_name
    FROM latchkey.schema_migrations AS m
   WHERE m.kind = 'migration'
     AND NOT EXISTS (SELECT FROM files AS f WHERE f.kind = m.kind AND f.name = m.name)
   ORDER BY m.name LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Migration % was applied to this database but its file is missing: %', v_name,
      'these files are older than the database.';
  END IF;
  SELECT m.name INTO v_name
    FROM latchkey.schema_migrations AS m
    JOIN files AS f USING (kind, name)
   WHERE m.kind = 'migration' AND m.file_hash <> f.hash
   ORDER BY m.name LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Migration % was changed after it was applied. %', v_name,
      'Restore its file and put the change into a new one.';
  END IF;
END
$fn$;

-- Migrations run as latchkey_owner, so that it owns what they make.
CREATE FUNCTION pg_temp.apply_migration(p_name text, p_body text) RETURNS void
LANGUAGE plpgsql AS $fn$
DECLARE
  v_applied_last text;
BEGIN
  SELECT max(m.name) INTO v_applied_last
    FROM latchkey.schema_migrations AS m WHERE m.kind = 'migration';
  IF p_name <= v_applied_last THEN
    RETURN;
  END IF;
  PERFORM set_config('role', 'latchkey_owner', true);
  BEGIN
    EXECUTE p_body;
  EXCEPTION WHEN OTHERS THEN
    RAISE EXCEPTION 'migrations/%.sql: %', p_name, SQLERRM;
  END;
  PERFORM set_config('role', 'none', true);
  PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
  INSERT INTO latchkey.schema_migrations (kind, name, file_hash)
  SELECT f.kind, f.name, f.hash FROM files AS f WHERE f.kind = 'migration' AND f.name = p_name;
  RAISE NOTICE 'Applied migration %.', p_name;
END
$fn$;

-- Takes back every grant, so that the file alone says who may call.
CREATE FUNCTION pg_temp.revoke_grants(p_name text) RETURNS void
LANGUAGE plpgsql AS $fn$
DECLARE
  v_grant record;
BEGIN
  FOR v_grant IN
    SELECT p.oid::regprocedure AS routine, a.grantee::regrole AS grantee
      FROM pg_proc AS p, aclexplode(p.proacl) AS a
     WHERE p.pronamespace = 'latchkey_api'::regnamespace AND p.proname = p_name
       AND a.grantee NOT IN (0, p.proowner)
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s CASCADE', v_grant.routine, v_grant.grantee);
  END LOOP;
END
$fn$;

CREATE FUNCTION pg_temp.functions_named(p_name text) RETURNS regprocedure[]
LANGUAGE sql AS $fn$
  SELECT COALESCE(array_agg(p.oid::regprocedure ORDER BY p.oid), '{}')
    FROM pg_proc AS p
   WHERE p.pronamespace = 'latchkey_api'::regnamespace AND p.proname = p_name
$fn$;

CREATE FUNCTION pg_temp.drop_functions(p_functions regprocedure[]) RETURNS void
LANGUAGE plpgsql AS $fn$
DECLARE
  v_function regprocedure;
BEGIN
  FOREACH v_function IN ARRAY p_functions LOOP
    EXECUTE format('DROP FUNCTION %s', v_function);
  END LOOP;
END
$fn$;

-- Runs a function's file. Where parameters and result stay the same the function is replaced in
-- place, which calls in progress do not notice; otherwise the old one is dropped first. PostgreSQL
-- says so: of another result, or of a name that old and new parameters share.
CREATE FUNCTION pg_temp.replace_function(p_name text, p_body text) RETURNS void
LANGUAGE plpgsql AS $fn$
DECLARE
  v_before regprocedure[] := pg_temp.functions_named(p_name);
  v_after regprocedure[];
BEGIN
  PERFORM pg_temp.revoke_grants(p_name);
  BEGIN
    EXECUTE p_body;
  EXCEPTION WHEN invalid_function_definition OR ambiguous_function THEN
    PERFORM pg_temp.drop_functions(v_before);
    v_before := '{}';
    EXECUTE p_body;
  END;
  v_after := pg_temp.functions_named(p_name);
  IF v_after <> v_before AND v_after @> v_before THEN
    PERFORM pg_temp.drop_functions(v_before);
    v_after := pg_temp.functions_named(p_name);
  END IF;
  IF cardinality(v_after) <> 1 THEN
    RAISE EXCEPTION 'the file must define latchkey_api.% once; there are now %', p_name,
      cardinality(v_after);
  END IF;
EXCEPTION WHEN OTHERS THEN
  RAISE EXCEPTION 'functions/%.sql: %', p_name, SQLERRM;
END
$fn$;

CREATE FUNCTION pg_temp.apply_function(p_name text, p_body text) RETURNS void
LANGUAGE plpgsql AS $fn$
DECLARE
  v_file_hash text := (SELECT f.hash FROM files AS f WHERE f.kind = 'function' AND f.name = p_name);
  v_applied latchkey.schema_migrations;
BEGIN
  SELECT m.* INTO v_applied
    FROM latchkey.schema_migrations AS m WHERE m.kind = 'function' AND m.name = p_name;
  IF v_applied.file_hash = v_file_hash THEN
    IF v_applied.live_hash = pg_temp.live_hash(p_name) THEN
      RETURN;
    END IF;
    RAISE NOTICE 'Function % had been changed by hand in the database.', p_name;
  END IF;
  -- An owner needs CREATE on the schema at the moment of ALTER FUNCTION … OWNER TO only.
  GRANT CREATE ON SCHEMA latchkey_api TO latchkey_tenant, latchkey_service;
  PERFORM pg_temp.replace_function(p_name, p_body);
  REVOKE CREATE ON SCHEMA latchkey_api FROM latchkey_tenant, latchkey_service;
  INSERT INTO latchkey.schema_migrations (kind, name, file_hash, live_hash)
  VALUES ('function', p_name, v_file_hash, pg_temp.live_hash(p_name))
  ON CONFLICT (kind, name) DO UPDATE
    SET file_hash = excluded.file_hash, live_hash = excluded.live_hash, applied_at = now();
  RAISE NOTICE 'Applied function %.', p_name;
END
$fn$;

-- Functions call each other, so they are compiled only when all are there: what CREATE FUNCTION
-- would do, were it not for the files' order.
CREATE FUNCTION pg_temp.validate_functions() RETURNS void
LANGUAGE plpgsql
SET check_function_bodies = on
AS $fn$
DECLARE
  v_function record;
BEGIN
  FOR v_function IN
    SELECT p.oid, p.proname, l.lanvalidator::regproc AS validator
      FROM latchkey.schema_migrations AS m
      JOIN pg_proc AS p ON p.proname = m.name AND p.pronamespace = 'latchkey_api'::regnamespace
      JOIN pg_language AS l ON l.oid = p.prolang
     WHERE m.kind = 'function' AND m.applied_at = now()
  LOOP
    BEGIN
      EXECUTE format('SELECT %s(%s)', v_function.validator, v_function.oid);
    EXCEPTION WHEN OTHERS THEN
      RAISE EXCEPTION 'functions/%.sql: %', v_function.proname, SQLERRM;
    END;
  END LOOP;
END
$fn$;

CREATE FUNCTION pg_temp.drop_functions_without_file() RETURNS void
LANGUAGE plpgsql AS $fn$
DECLARE
  v_function regprocedure;
BEGIN
  FOR v_function IN
    SELECT p.oid::regprocedure
      FROM pg_proc AS p
     WHERE p.pronamespace = 'latchkey_api'::regnamespace
       AND NOT EXISTS (SELECT FROM files AS f WHERE f.kind = 'function' AND f.name = p.proname)
  LOOP
    EXECUTE format('DROP ROUTINE %s', v_function);
    RAISE NOTICE 'Dropped function %, which has no file.', v_function;
  END LOOP;
  DELETE FROM latchkey.schema_migrations AS m
   WHERE m.kind = 'function'
     AND NOT EXISTS (SELECT FROM files AS f WHERE f.kind = m.kind AND f.name = m.name);
END
$fn$;

-- Where the database differs from the files, a sentence each.
CREATE FUNCTION pg_temp.difference() RETURNS SETOF text
LANGUAGE plpgsql AS $fn$
BEGIN
  IF to_regclass('latchkey.schema_migrations') IS NULL THEN
    RETURN NEXT 'Nothing has been applied to this database.';
    RETURN;
  END IF;
  RETURN QUERY
    SELECT CASE
             WHEN m.name IS NULL THEN format('%s %s has not been applied.', initcap(kind), name)
             WHEN f.name IS NULL
               THEN format('%s %s was applied but its file is missing.', initcap(kind), name)
             ELSE format('%s %s: the file was changed after it was applied.', initcap(kind), name)
           END
      FROM files AS f
      FULL JOIN latchkey.schema_migrations AS m USING (kind, name)
     WHERE f.hash IS DISTINCT FROM m.file_hash
     ORDER BY kind DESC, name;
  RETURN QUERY
    SELECT format('Function %s was changed or dropped by hand in the database.', m.name)
      FROM latchkey.schema_migrations AS m
     WHERE m.kind = 'function' AND m.live_hash IS DISTINCT FROM pg_temp.live_hash(m.name)
     ORDER BY m.name;
  RETURN QUERY
    SELECT format('Function %s was made by hand in the database.', p.oid::regprocedure)
      FROM pg_proc AS p
     WHERE p.pronamespace = to_regnamespace('latchkey_api')
       AND NOT EXISTS (SELECT FROM latchkey.schema_migrations AS m
                        WHERE m.kind = 'function' AND m.name = p.proname)
     ORDER BY 1;
END
$fn$;
