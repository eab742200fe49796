-- Every acknowledged save, for ever: rows are added and, when a workspace is erased, removed; never changed. There is no
-- foreign key, because its check would make every save lock the session's row.
CREATE TABLE step_journal (
    session_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    step_number smallint NOT NULL CONSTRAINT step_journal_number CHECK (step_number BETWEEN 1 AND 23),
    version bigint NOT NULL CONSTRAINT step_journal_version CHECK (version > 0),
    kind text NOT NULL CONSTRAINT step_journal_kind CHECK (kind IN ('draft', 'submit', 'skip', 'reset')),
    data jsonb CONSTRAINT step_journal_data CHECK ((data IS NOT NULL) = (kind IN ('draft', 'submit'))),
    actor_id uuid NOT NULL,
    request_id text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (session_id, step_number, version)
);

ALTER TABLE step_journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE step_journal FORCE ROW LEVEL SECURITY;
CREATE POLICY step_journal_read ON step_journal FOR SELECT
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
CREATE POLICY step_journal_append ON step_journal FOR INSERT
    WITH CHECK (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
CREATE POLICY step_journal_erase ON step_journal FOR DELETE USING (app_serves(workspace_id));
DO $$ BEGIN
    EXECUTE format('REVOKE UPDATE, TRUNCATE ON step_journal FROM %I', current_schema());
END $$;
