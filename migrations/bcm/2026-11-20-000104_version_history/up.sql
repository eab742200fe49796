-- What each version changed. Entries are never changed; they go only with their workspace.
CREATE TABLE bcm_version_history (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    manifest_id uuid NOT NULL CONSTRAINT bcm_version_history_manifest UNIQUE REFERENCES business_context_manifests,
    from_major integer,
    from_minor integer,
    from_patch integer,
    from_string text,
    to_major integer NOT NULL,
    to_minor integer NOT NULL,
    to_patch integer NOT NULL,
    to_string text NOT NULL,
    change_type text NOT NULL CONSTRAINT bcm_version_history_change_type
        CHECK (change_type IN ('initial', 'major', 'minor', 'patch', 'hotfix')),
    description text NOT NULL,
    reason text NOT NULL,
    fields_changed text[] NOT NULL,
    checksum_before char(64),
    checksum_after char(64) NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX bcm_version_history_newest
    ON bcm_version_history (workspace_id, to_major DESC, to_minor DESC, to_patch DESC);

ALTER TABLE bcm_version_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE bcm_version_history FORCE ROW LEVEL SECURITY;
CREATE POLICY bcm_version_history_read ON bcm_version_history FOR SELECT
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
CREATE POLICY bcm_version_history_insert ON bcm_version_history FOR INSERT WITH CHECK (app_serves(workspace_id));
CREATE POLICY bcm_version_history_delete ON bcm_version_history FOR DELETE USING (app_serves(workspace_id));
DO $$ BEGIN
    EXECUTE format('REVOKE UPDATE, TRUNCATE ON bcm_version_history FROM %I', current_schema());
END $$;
