-- Why a job is dead, where that is known: a fault of one user's address alarms nobody, and what a
-- service has refused can be sent again with other parameters.
ALTER TABLE latchkey.outbox ADD COLUMN fault text CHECK (fault IN ('address', 'refused'));
COMMENT ON COLUMN latchkey.outbox.fault IS
  'Of a dead job. address: the user''s address cannot be used, nobody else is concerned; refused: the
service has refused what was sent. Either way nothing was done. NULL: not known, e.g. no answer came';

-- Health counts the dead jobs that a person has to look at.
DROP INDEX latchkey.outbox_dead_idx;
CREATE INDEX outbox_alarm_idx ON latchkey.outbox (finished_at)
  WHERE state = 'dead' AND fault IS DISTINCT FROM 'address';
