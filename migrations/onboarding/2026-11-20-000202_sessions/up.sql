-- One journey through the steps.
CREATE TABLE onboarding_sessions (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    user_id uuid NOT NULL,
    client_name text NOT NULL CONSTRAINT onboarding_sessions_client_name CHECK (char_length(client_name) BETWEEN 1 AND 255),
    status text NOT NULL DEFAULT 'active' CONSTRAINT onboarding_sessions_status
        CHECK (status IN ('active', 'completed', 'abandoned')),
    current_step smallint NOT NULL DEFAULT 1 CONSTRAINT onboarding_sessions_current_step
        CHECK (current_step BETWEEN 1 AND 23),
    total_steps smallint NOT NULL DEFAULT 23 CONSTRAINT onboarding_sessions_total_steps CHECK (total_steps = 23),
    completion_percentage numeric(5, 2) NOT NULL DEFAULT 0 CONSTRAINT onboarding_sessions_percentage
        CHECK (completion_percentage BETWEEN 0 AND 100),
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    -- Up to a minute behind, so that saves of one session do not queue for this row.
    last_activity_at timestamptz NOT NULL,
    finalize_id uuid CONSTRAINT onboarding_sessions_finalize_id UNIQUE,
    finalize_state text NOT NULL DEFAULT 'none' CONSTRAINT onboarding_sessions_finalize_state
        CHECK (finalize_state IN ('none', 'running', 'done', 'failed')),
    finalize_result jsonb,
    finalize_forced boolean NOT NULL DEFAULT false,
    finalize_by uuid,
    finalize_started_at timestamptz,
    finalize_attempts integer NOT NULL DEFAULT 0,
    -- Whoever runs it is believed dead after this.
    finalize_leased_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT onboarding_sessions_completed CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
    CONSTRAINT onboarding_sessions_finalize_done CHECK ((finalize_state = 'done') = (finalize_result IS NOT NULL)),
    CONSTRAINT onboarding_sessions_finalize_running CHECK (finalize_state <> 'running'
        OR num_nulls(finalize_id, finalize_by, finalize_started_at, finalize_leased_until) = 0)
);
CREATE UNIQUE INDEX onboarding_sessions_one_active ON onboarding_sessions (workspace_id) WHERE status = 'active';
CREATE INDEX onboarding_sessions_newest ON onboarding_sessions (workspace_id, created_at DESC);
CREATE INDEX onboarding_sessions_idle ON onboarding_sessions (last_activity_at) WHERE status = 'active';
CREATE INDEX onboarding_sessions_interrupted ON onboarding_sessions (finalize_leased_until)
    WHERE finalize_state = 'running';
CREATE TRIGGER onboarding_sessions_touch BEFORE UPDATE ON onboarding_sessions
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE onboarding_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE onboarding_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY onboarding_sessions_tenant ON onboarding_sessions
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL))
    WITH CHECK (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
