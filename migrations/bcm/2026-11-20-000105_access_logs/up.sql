CREATE TABLE bcm_access_logs (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    user_id uuid,
    access_type text NOT NULL CONSTRAINT bcm_access_logs_type
        CHECK (access_type IN ('create', 'read', 'update', 'delete', 'rebuild', 'export')),
    access_source text NOT NULL CONSTRAINT bcm_access_logs_source
        CHECK (access_source IN ('api', 'service', 'migration', 'system')),
    request_id text NOT NULL,
    ip text,
    user_agent text,
    response_time_ms double precision NOT NULL,
    cache_hit boolean NOT NULL,
    storage_tier text CONSTRAINT bcm_access_logs_tier
        CHECK (storage_tier IN ('tier0', 'tier1', 'tier2', 'database')),
    success boolean NOT NULL,
    error_message text,
    error_code text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX bcm_access_logs_workspace ON bcm_access_logs (workspace_id, created_at DESC);
CREATE INDEX bcm_access_logs_created ON bcm_access_logs (created_at);

ALTER TABLE bcm_access_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE bcm_access_logs FORCE ROW LEVEL SECURITY;
CREATE POLICY bcm_access_logs_service ON bcm_access_logs
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
