-- Queues a job, for the functions that make one necessary. Where the sequence of the ids is behind,
-- as logical replication leaves it, it is set right first: jobs are done in the order of their ids.
CREATE OR REPLACE FUNCTION latchkey_api.outbox_append(p_account uuid, p_kind text, p_payload jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $fn$
BEGIN
  LOOP
    INSERT INTO latchkey.outbox (account_id, kind, payload)
    VALUES (p_account, p_kind, p_payload)
    ON CONFLICT ON CONSTRAINT outbox_pkey DO NOTHING;
    EXIT WHEN FOUND;
    PERFORM setval('latchkey.outbox_id_seq', greatest(q.last_value, (SELECT max(o.id)
                                                                      FROM latchkey.outbox AS o)))
       FROM latchkey.outbox_id_seq AS q;
  END LOOP;
END
$fn$;
ALTER FUNCTION latchkey_api.outbox_append OWNER TO latchkey_owner;
REVOKE ALL ON FUNCTION latchkey_api.outbox_append FROM PUBLIC;
COMMENT ON FUNCTION latchkey_api.outbox_append IS 'Internal: queues a job';
