\ir lib/begin.sql

SELECT a FROM pg_temp.sign_in('ada') \gset
-- As the owner, and as the superuser that runs this.
SELECT is(pg_temp.state_as(r.role, format(s.statement, t.name)), '23001',
          format('%s cannot: %s', r.role, format(s.statement, t.name)))
  FROM (VALUES ('latchkey_owner'), (current_user)) AS r (role),
       (VALUES ('credit_transactions'), ('audit_log')) AS t (name),
       (VALUES ('UPDATE latchkey.%s SET account_id = account_id'),
               ('DELETE FROM latchkey.%s'),
               ('TRUNCATE latchkey.%s')) AS s (statement);
SELECT pg_temp.only_for('append_only');

SELECT * FROM finish();
ROLLBACK;
