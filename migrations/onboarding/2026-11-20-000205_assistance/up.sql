-- Runs of the assistance and what they proposed.
CREATE TABLE assist_runs (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    session_id uuid NOT NULL CONSTRAINT assist_runs_session REFERENCES onboarding_sessions ON DELETE CASCADE,
    user_id uuid NOT NULL,
    step_number smallint NOT NULL CONSTRAINT assist_runs_number CHECK (step_number BETWEEN 1 AND 23),
    assist text NOT NULL,
    engine text NOT NULL CONSTRAINT assist_runs_engine CHECK (engine IN ('model', 'deterministic')),
    status text NOT NULL CONSTRAINT assist_runs_status CHECK (status IN ('running', 'done', 'failed', 'timed_out')),
    tries integer NOT NULL DEFAULT 1,
    duration_ms integer,
    input_hash text CONSTRAINT assist_runs_input_hash CHECK (length(input_hash) = 64),
    error_code text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX assist_runs_by_user ON assist_runs (user_id, created_at);
CREATE INDEX assist_runs_by_session ON assist_runs (session_id);
CREATE TRIGGER assist_runs_touch BEFORE UPDATE ON assist_runs FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TABLE suggestions (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    session_id uuid NOT NULL CONSTRAINT suggestions_session REFERENCES onboarding_sessions ON DELETE CASCADE,
    run_id uuid NOT NULL CONSTRAINT suggestions_run REFERENCES assist_runs ON DELETE CASCADE,
    step_number smallint NOT NULL CONSTRAINT suggestions_number CHECK (step_number BETWEEN 1 AND 23),
    assist text NOT NULL,
    -- Place among the proposals of its run.
    position integer NOT NULL,
    pointer text NOT NULL,
    value jsonb NOT NULL,
    status text NOT NULL DEFAULT 'proposed' CONSTRAINT suggestions_status
        CHECK (status IN ('proposed', 'accepted', 'edited', 'rejected', 'superseded')),
    provenance jsonb NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT suggestions_decided CHECK ((decided_by IS NOT NULL) = (status IN ('accepted', 'edited', 'rejected')))
);
CREATE INDEX suggestions_by_step ON suggestions (session_id, step_number);
CREATE INDEX suggestions_by_run ON suggestions (run_id);
CREATE TRIGGER suggestions_touch BEFORE UPDATE ON suggestions FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE assist_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE assist_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY assist_runs_tenant ON assist_runs
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL))
    WITH CHECK (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
ALTER TABLE suggestions ENABLE ROW LEVEL SECURITY;
ALTER TABLE suggestions FORCE ROW LEVEL SECURITY;
CREATE POLICY suggestions_tenant ON suggestions
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL))
    WITH CHECK (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
