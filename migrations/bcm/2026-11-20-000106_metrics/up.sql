CREATE TABLE bcm_metrics (
    workspace_id uuid NOT NULL,
    day date NOT NULL,
    generations_total integer NOT NULL,
    generations_ok integer NOT NULL,
    generations_failed integer NOT NULL,
    average_generation_ms double precision,
    cache_hits integer NOT NULL,
    cache_misses integer NOT NULL,
    database_reads integer NOT NULL,
    database_writes integer NOT NULL,
    average_tokens double precision,
    average_compression double precision,
    average_response_ms double precision,
    storage_bytes bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, day)
);
CREATE TRIGGER bcm_metrics_touch BEFORE UPDATE ON bcm_metrics FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE bcm_metrics ENABLE ROW LEVEL SECURITY;
ALTER TABLE bcm_metrics FORCE ROW LEVEL SECURITY;
CREATE POLICY bcm_metrics_service ON bcm_metrics USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
