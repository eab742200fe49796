ALTER TABLE business_contexts DROP COLUMN manifest_id;
DROP TABLE business_context_manifests;
DROP FUNCTION business_context_manifests_immutable();
