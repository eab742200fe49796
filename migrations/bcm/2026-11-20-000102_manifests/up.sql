-- One row per version, immutable except for the purge of its bodies: the reduced sections and the manifest.
CREATE TABLE business_context_manifests (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    user_id uuid NOT NULL,
    version_major integer NOT NULL DEFAULT 1,
    version_minor integer NOT NULL DEFAULT 0,
    version_patch integer NOT NULL DEFAULT 0,
    version_string text NOT NULL
        GENERATED ALWAYS AS (version_major::text || '.' || version_minor::text || '.' || version_patch::text) STORED,
    company_info jsonb,
    icps jsonb,
    competitors jsonb,
    brand_data jsonb,
    market_data jsonb,
    messaging_data jsonb,
    channels_data jsonb,
    goals_data jsonb,
    issues_data jsonb,
    manifest jsonb,
    source text NOT NULL
        CONSTRAINT business_context_manifests_source CHECK (source IN ('onboarding', 'rebuild', 'restore', 'seed')),
    schema_version text NOT NULL,
    business_context_id uuid NOT NULL REFERENCES business_contexts,
    generated_at timestamptz NOT NULL,
    completion_percentage numeric(5, 2) NOT NULL,
    token_count integer NOT NULL CONSTRAINT business_context_manifests_tokens CHECK (token_count BETWEEN 1 AND 1199),
    checksum char(64) NOT NULL CONSTRAINT business_context_manifests_checksum CHECK (length(checksum) = 64),
    validation_warnings jsonb NOT NULL,
    missing_fields jsonb NOT NULL,
    dropped jsonb NOT NULL,
    evidence_count integer NOT NULL,
    compression_applied boolean NOT NULL,
    compression_level text NOT NULL CONSTRAINT business_context_manifests_level
        CHECK (compression_level IN ('none', 'light', 'medium', 'heavy', 'aggressive', 'emergency')),
    compression_ratio numeric(6, 4) NOT NULL,
    original_token_count integer NOT NULL,
    raw_step_ids text[] NOT NULL,
    links jsonb NOT NULL,
    -- Of the sections and the manifest as JSON, so that nobody has to read them to count.
    body_bytes integer NOT NULL,
    purged_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT business_context_manifests_version UNIQUE (workspace_id, version_major, version_minor, version_patch),
    CONSTRAINT business_context_manifests_purge CHECK ((manifest IS NULL) = (purged_at IS NOT NULL))
);
CREATE INDEX business_context_manifests_context ON business_context_manifests (business_context_id);
CREATE INDEX business_context_manifests_age ON business_context_manifests (generated_at) WHERE purged_at IS NULL;

CREATE FUNCTION business_context_manifests_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- The version's text is generated from its parts, which are compared, and not known yet before an update.
    bodies text[] := ARRAY['company_info', 'icps', 'competitors', 'brand_data', 'market_data', 'messaging_data',
                           'channels_data', 'goals_data', 'issues_data', 'manifest', 'body_bytes',
                           'purged_at', 'updated_at', 'version_string'];
BEGIN
    IF NEW.purged_at IS NULL
        OR num_nonnulls(NEW.company_info, NEW.icps, NEW.competitors, NEW.brand_data, NEW.market_data,
                        NEW.messaging_data, NEW.channels_data, NEW.goals_data, NEW.issues_data, NEW.manifest) > 0
        OR to_jsonb(NEW) - bodies IS DISTINCT FROM to_jsonb(OLD) - bodies THEN
        RAISE EXCEPTION 'a version is immutable except for the purge of its bodies'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'business_context_manifests_immutable';
    END IF;
    NEW.updated_at = now();
    RETURN NEW;
END $$;
CREATE TRIGGER business_context_manifests_immutable BEFORE UPDATE ON business_context_manifests
    FOR EACH ROW EXECUTE FUNCTION business_context_manifests_immutable();

ALTER TABLE business_context_manifests ENABLE ROW LEVEL SECURITY;
ALTER TABLE business_context_manifests FORCE ROW LEVEL SECURITY;
CREATE POLICY business_context_manifests_read ON business_context_manifests FOR SELECT
    USING (app_serves(workspace_id) OR (workspace_id = app_workspace_id() AND app_role() IS NOT NULL));
CREATE POLICY business_context_manifests_insert ON business_context_manifests FOR INSERT
    WITH CHECK (app_serves(workspace_id));
CREATE POLICY business_context_manifests_update ON business_context_manifests FOR UPDATE
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY business_context_manifests_delete ON business_context_manifests FOR DELETE USING (app_serves(workspace_id));

-- The version that a handed-over context ended in, so that a repeated key is answered with it.
ALTER TABLE business_contexts ADD COLUMN manifest_id uuid
    CONSTRAINT business_contexts_manifest REFERENCES business_context_manifests DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX business_contexts_manifest ON business_contexts (manifest_id);
