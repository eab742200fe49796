-- Every business context handed over. The row outlives its body, because a repeated key must find its answer.
CREATE TABLE business_contexts (
    id uuid PRIMARY KEY,
    -- The order of handing over, which clocks cannot tell.
    position bigint GENERATED ALWAYS AS IDENTITY,
    workspace_id uuid NOT NULL,
    user_id uuid NOT NULL,
    context jsonb,
    schema_version text NOT NULL CONSTRAINT business_contexts_schema_version CHECK (schema_version = '2.0'),
    content_hash char(64) NOT NULL CONSTRAINT business_contexts_content_hash CHECK (length(content_hash) = 64),
    request_key text NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT business_contexts_request_key UNIQUE (workspace_id, request_key)
);
CREATE INDEX business_contexts_newest ON business_contexts (workspace_id, position DESC) WHERE context IS NOT NULL;
CREATE INDEX business_contexts_age ON business_contexts (created_at) WHERE context IS NOT NULL;
CREATE TRIGGER business_contexts_touch BEFORE UPDATE ON business_contexts
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE business_contexts ENABLE ROW LEVEL SECURITY;
ALTER TABLE business_contexts FORCE ROW LEVEL SECURITY;
CREATE POLICY business_contexts_read ON business_contexts FOR SELECT
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
CREATE POLICY business_contexts_insert ON business_contexts FOR INSERT WITH CHECK (app_serves(workspace_id));
CREATE POLICY business_contexts_update ON business_contexts FOR UPDATE
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY business_contexts_delete ON business_contexts FOR DELETE USING (app_serves(workspace_id));
