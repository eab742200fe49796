-- Where a workspace stands: its current version, what is pending, and who is rebuilding.
CREATE TABLE bcm_heads (
    workspace_id uuid PRIMARY KEY,
    manifest_id uuid NOT NULL CONSTRAINT bcm_heads_manifest REFERENCES business_context_manifests,
    revision bigint NOT NULL DEFAULT 1,
    -- The newest revision that is known to be in the cache.
    cached_revision bigint NOT NULL DEFAULT 0,
    refreshed_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'ok' CONSTRAINT bcm_heads_status CHECK (status IN ('ok', 'building', 'error')),
    stale_reason text,
    pending_changes boolean NOT NULL DEFAULT false,
    -- Answers changed that no context handed over holds yet.
    unsubmitted_changes boolean NOT NULL DEFAULT false,
    last_error text,
    -- When the automatic rebuild is due.
    rebuild_due_at timestamptz,
    -- Who is rebuilding, and until when that is believed.
    building_by uuid,
    building_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT bcm_heads_building CHECK ((status = 'building') = (building_by IS NOT NULL AND building_until IS NOT NULL))
);
CREATE INDEX bcm_heads_manifest ON bcm_heads (manifest_id);
CREATE INDEX bcm_heads_due ON bcm_heads (coalesce(rebuild_due_at, building_until))
    WHERE coalesce(rebuild_due_at, building_until) IS NOT NULL;
CREATE INDEX bcm_heads_uncached ON bcm_heads (workspace_id) WHERE cached_revision < revision;
CREATE TRIGGER bcm_heads_touch BEFORE UPDATE ON bcm_heads FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE bcm_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE bcm_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY bcm_heads_read ON bcm_heads FOR SELECT
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
CREATE POLICY bcm_heads_insert ON bcm_heads FOR INSERT WITH CHECK (app_serves(workspace_id));
CREATE POLICY bcm_heads_update ON bcm_heads FOR UPDATE
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY bcm_heads_delete ON bcm_heads FOR DELETE USING (app_serves(workspace_id));
