-- Housekeeping to do, for one workspace or, without one, for all.
CREATE TABLE bcm_cleanup_queue (
    id uuid PRIMARY KEY,
    workspace_id uuid,
    task_type text NOT NULL CONSTRAINT bcm_cleanup_queue_task_type
        CHECK (task_type IN ('expire_old_versions', 'cleanup_logs', 'compress_data')),
    scheduled_at timestamptz NOT NULL,
    priority smallint NOT NULL CONSTRAINT bcm_cleanup_queue_priority CHECK (priority BETWEEN 1 AND 5),
    status text NOT NULL DEFAULT 'pending' CONSTRAINT bcm_cleanup_queue_status
        CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
    attempts smallint NOT NULL DEFAULT 0 CONSTRAINT bcm_cleanup_queue_attempts CHECK (attempts BETWEEN 0 AND 3),
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX bcm_cleanup_queue_open ON bcm_cleanup_queue (task_type, workspace_id) NULLS NOT DISTINCT
    WHERE status IN ('pending', 'processing');
CREATE INDEX bcm_cleanup_queue_due ON bcm_cleanup_queue (scheduled_at, priority)
    WHERE status IN ('pending', 'processing');
CREATE INDEX bcm_cleanup_queue_settled ON bcm_cleanup_queue (updated_at) WHERE status IN ('completed', 'failed');
CREATE INDEX bcm_cleanup_queue_workspace ON bcm_cleanup_queue (workspace_id);
CREATE TRIGGER bcm_cleanup_queue_touch BEFORE UPDATE ON bcm_cleanup_queue
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE bcm_cleanup_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE bcm_cleanup_queue FORCE ROW LEVEL SECURITY;
CREATE POLICY bcm_cleanup_queue_service ON bcm_cleanup_queue
    USING (app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL))
    WITH CHECK (app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL));
