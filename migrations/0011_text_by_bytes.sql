-- Text in an index is compared byte by byte. The order of a language changes with the system's
-- libraries: after an upgrade an index in such an order misses rows, and somebody who signs in gets
-- a second account. Bytes never change, and lower() of such text folds ASCII alone, whatever the
-- language of the database.

-- Rows that such an index has let in twice: they are named here, since building the index again
-- could only fail. The comparison says COLLATE "C", so that no index takes part in it.
DO $do$
DECLARE
  v_twice text;
BEGIN
  SELECT string_agg(format('%s: %s', d.what, d.rows), E'\n  ') INTO v_twice
    FROM (SELECT 'latchkey.users, the same issuer and subject' AS what,
                 string_agg(u.id::text, ' and ' ORDER BY u.created_at, u.id) AS rows
            FROM latchkey.users AS u
           GROUP BY u.issuer COLLATE "C", u.subject COLLATE "C"
          HAVING count(*) > 1
           UNION ALL
          SELECT 'latchkey.accounts, the same slug',
                 string_agg(a.id::text, ' and ' ORDER BY a.created_at, a.id)
            FROM latchkey.accounts AS a
           GROUP BY a.slug COLLATE "C"
          HAVING count(*) > 1
           UNION ALL
          SELECT 'latchkey.accounts, the same stripe_customer_id',
                 string_agg(a.id::text, ' and ' ORDER BY a.created_at, a.id)
            FROM latchkey.accounts AS a
           WHERE a.stripe_customer_id IS NOT NULL
           GROUP BY a.stripe_customer_id COLLATE "C"
          HAVING count(*) > 1
           UNION ALL
          SELECT 'latchkey.outbox, the same account and kind',
                 string_agg(o.id::text, ' and ' ORDER BY o.id)
            FROM latchkey.outbox AS o
           WHERE o.kind IN ('stripe.customer.create', 'email.welcome')
           GROUP BY o.account_id, o.kind COLLATE "C"
          HAVING count(*) > 1
           LIMIT 20) AS d;
  IF v_twice IS NOT NULL THEN
    RAISE EXCEPTION E'there are rows twice that may be there once:\n  %\n%', v_twice,
      'An index was in an order that the operating system has changed since. '
      'docs/troubleshooting.md, "Rows that are there twice", says what to do.';
  END IF;
END
$do$;

-- The linter does not know COLLATE in ALTER COLUMN … TYPE.
-- noqa: disable=PRS
ALTER TABLE latchkey.users
  ALTER COLUMN issuer TYPE text COLLATE "C",
  ALTER COLUMN subject TYPE text COLLATE "C",
  ALTER COLUMN email TYPE text COLLATE "C";
ALTER TABLE latchkey.accounts
  ALTER COLUMN slug TYPE text COLLATE "C",
  ALTER COLUMN stripe_customer_id TYPE text COLLATE "C";
ALTER TABLE latchkey.outbox_lanes ALTER COLUMN lane TYPE text COLLATE "C";
ALTER TABLE latchkey.schema_migrations
  ALTER COLUMN kind TYPE text COLLATE "C",
  ALTER COLUMN name TYPE text COLLATE "C";

-- The lane is made of the kind, so it goes while the kind changes.
ALTER TABLE latchkey.outbox
  DROP COLUMN lane,
  ALTER COLUMN kind TYPE text COLLATE "C";
ALTER TABLE latchkey.outbox
  ADD COLUMN lane text COLLATE "C" NOT NULL GENERATED ALWAYS AS (split_part(kind, '.', 1)) STORED;
-- noqa: enable=PRS
COMMENT ON COLUMN latchkey.outbox.lane IS
  'The service: stripe or email. Jobs of one account and lane are done in their order';
CREATE INDEX outbox_claim_idx ON latchkey.outbox (lane, due_at, id) WHERE state = 'pending';
CREATE INDEX outbox_order_idx ON latchkey.outbox (account_id, lane, id)
  WHERE state IN ('pending', 'dead');

-- Of a column that changed, the planner has forgotten what it knew.
DO $do$
BEGIN
  IF EXISTS (SELECT FROM latchkey.outbox) THEN
    ANALYZE latchkey.users, latchkey.accounts, latchkey.outbox;
  END IF;
END
$do$;
