-- Analyses get done: a service claims one by lease and fence, and says how it ended.
ALTER TABLE latchkey.analyses
  ADD COLUMN attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  ADD COLUMN fence bigint NOT NULL DEFAULT 0 CHECK (fence >= 0),
  ADD COLUMN lease_until timestamptz,
  ADD COLUMN result jsonb CHECK (jsonb_typeof(result) = 'object'),
  ADD COLUMN failure_reason text CHECK (char_length(failure_reason) BETWEEN 1 AND 4000),
  ADD COLUMN started_at timestamptz,
  ADD COLUMN finished_at timestamptz,
  -- A worker of before, which changed the status by itself, left all of these NULL.
  ADD CHECK (lease_until IS NULL OR status = 'running'),
  ADD CHECK (result IS NULL OR status = 'done'),
  ADD CHECK (failure_reason IS NULL OR status = 'failed'),
  ADD CHECK (finished_at IS NULL OR status IN ('done', 'failed')),
  SET (fillfactor = 80);

COMMENT ON COLUMN latchkey.analyses.status IS
  'queued when made; running while a service works on it; done or failed stays so';
COMMENT ON COLUMN latchkey.analyses.attempts IS 'How often it was claimed; five times at most';
COMMENT ON COLUMN latchkey.analyses.fence IS
  'Raised by each claim; who comes with an older one is refused';
COMMENT ON COLUMN latchkey.analyses.lease_until IS 'Until then its claimer alone works on it';
COMMENT ON COLUMN latchkey.analyses.failure_reason IS 'For the user, of a failed one';
COMMENT ON COLUMN latchkey.analyses.started_at IS 'Of the first claim';

-- Serves claims: the oldest that is queued, or whose lease has ended.
DROP INDEX latchkey.analyses_queued_idx;
CREATE INDEX analyses_open_idx ON latchkey.analyses (created_at, id)
  WHERE status IN ('queued', 'running');

CREATE POLICY services_read ON latchkey.analyses FOR SELECT TO latchkey_service
  USING (current_setting('latchkey.service', true) <> '');
CREATE POLICY services_work ON latchkey.analyses FOR UPDATE TO latchkey_service
  USING (current_setting('latchkey.service', true) <> '');
GRANT SELECT ON latchkey.analyses TO latchkey_service;
GRANT UPDATE (
  status, attempts, fence, lease_until, result, failure_reason, started_at, finished_at
) ON latchkey.analyses TO latchkey_service;
-- For check_credits: a failed one has its credit back.
CREATE POLICY owner_reads ON latchkey.analyses FOR SELECT TO latchkey_owner USING (true);
