-- The current state of every step; all 23 rows are made with the session.
CREATE TABLE onboarding_steps (
    session_id uuid NOT NULL CONSTRAINT onboarding_steps_session REFERENCES onboarding_sessions ON DELETE CASCADE,
    workspace_id uuid NOT NULL,
    step_number smallint NOT NULL CONSTRAINT onboarding_steps_number CHECK (step_number BETWEEN 1 AND 23),
    step_id text NOT NULL,
    phase_number smallint NOT NULL CONSTRAINT onboarding_steps_phase CHECK (phase_number BETWEEN 1 AND 6),
    is_required boolean NOT NULL,
    status text NOT NULL DEFAULT 'pending' CONSTRAINT onboarding_steps_status
        CHECK (status IN ('pending', 'in_progress', 'complete', 'blocked', 'error')),
    skipped boolean NOT NULL DEFAULT false,
    submitted jsonb,
    draft jsonb,
    version bigint NOT NULL DEFAULT 0 CONSTRAINT onboarding_steps_version CHECK (version >= 0),
    provenance jsonb NOT NULL DEFAULT '{}',
    submitted_at timestamptz,
    draft_saved_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Every statement sets it; a trigger on the busiest table would be paid for by every save.
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (session_id, step_number),
    CONSTRAINT onboarding_steps_skipped CHECK (NOT skipped OR (status = 'complete' AND NOT is_required))
) WITH (fillfactor = 80);

ALTER TABLE onboarding_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE onboarding_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY onboarding_steps_tenant ON onboarding_steps
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL))
    WITH CHECK (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
