-- Where a workspace stands; no row means pending. Members read it, only the service writes it.
CREATE TABLE onboarding_status (
    workspace_id uuid PRIMARY KEY,
    status text NOT NULL DEFAULT 'pending' CONSTRAINT onboarding_status_known
        CHECK (status IN ('pending', 'payment_confirmed', 'in_progress', 'completed', 'abandoned')),
    onboarding_step smallint CONSTRAINT onboarding_status_step CHECK (onboarding_step BETWEEN 1 AND 23),
    payment_confirmed_at timestamptz,
    started_at timestamptz,
    completed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX onboarding_status_by_status ON onboarding_status (status);
CREATE INDEX onboarding_status_completed ON onboarding_status (completed_at) WHERE completed_at IS NOT NULL;
CREATE TRIGGER onboarding_status_touch BEFORE UPDATE ON onboarding_status
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- The time of completion belongs to the status: stamped on entry, cleared on exit.
CREATE FUNCTION onboarding_status_completion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'completed' THEN
        NEW.completed_at = NULL;
    ELSIF TG_OP = 'INSERT' OR OLD.status <> 'completed' THEN
        NEW.completed_at = now();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER onboarding_status_completion BEFORE INSERT OR UPDATE ON onboarding_status
    FOR EACH ROW EXECUTE FUNCTION onboarding_status_completion();

ALTER TABLE onboarding_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE onboarding_status FORCE ROW LEVEL SECURITY;
CREATE POLICY onboarding_status_read ON onboarding_status FOR SELECT
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
CREATE POLICY onboarding_status_insert ON onboarding_status FOR INSERT WITH CHECK (app_serves(workspace_id));
CREATE POLICY onboarding_status_update ON onboarding_status FOR UPDATE
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY onboarding_status_delete ON onboarding_status FOR DELETE USING (app_serves(workspace_id));
