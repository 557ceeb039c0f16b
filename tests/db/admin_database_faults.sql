\ir lib/begin.sql

SELECT is_empty('SELECT * FROM latchkey_api.admin_database_faults()', 'a database that is sound has no faults');

SELECT a FROM pg_temp.sign_in('ada') \gset
-- Not setval(), which a rollback does not undo.
ALTER SEQUENCE latchkey.outbox_id_seq RESTART;
INSERT INTO latchkey.outbox (id, account_id, kind) OVERRIDING SYSTEM VALUE VALUES (1000000000000, :'a', 'test.job');
SELECT results_eq(
  'SELECT subject, fault FROM latchkey_api.admin_database_faults()',
  $$VALUES ('sequences', 'latchkey.outbox_id_seq is behind latchkey.outbox.id, whose highest is 1000000000000')$$,
  'a sequence that is behind is found');
SELECT substring(remedy FROM '"(.*)"$') AS remedy FROM latchkey_api.admin_database_faults() \gset
:remedy \g /dev/null
SELECT is_empty('SELECT * FROM latchkey_api.admin_database_faults()', 'and its remedy sets it right');

ALTER ROLE "latchkey-auth-refresh" SET default_transaction_read_only = on;
SELECT format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()) AS alter_database \gset
:alter_database;
SELECT set_eq(
  'SELECT subject, fault FROM latchkey_api.admin_database_faults()',
  format($$VALUES ('settings', 'default_transaction_read_only is on for ROLE "latchkey-auth-refresh"'),
                  ('settings', 'default_transaction_read_only is on for DATABASE %s')$$, current_database()),
  'so are settings that make it read-only');
ALTER ROLE "latchkey-auth-refresh" RESET default_transaction_read_only;
SELECT format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()) AS alter_database \gset
:alter_database;

CREATE COLLATION latchkey.of_a_language (provider = icu, locale = 'de');
CREATE TABLE latchkey.words (word text COLLATE latchkey.of_a_language PRIMARY KEY);
UPDATE pg_collation SET collversion = '1' WHERE collname = 'of_a_language';
SELECT results_eq(
  'SELECT subject, remedy FROM latchkey_api.admin_database_faults()',
  format($$VALUES ('collation', %L)$$, format(
    $$psql -d %1$s -c 'REINDEX DATABASE %1$s' -c 'ALTER COLLATION latchkey.of_a_language REFRESH VERSION'$$,
    current_database())),
  'and an index in the order of a language that the system has changed');
SELECT pg_temp.only_for('admin_database_faults', 'latchkey-admin');

SELECT * FROM finish();
ROLLBACK;
