-- What the provider sent, as it came. The provider knows no workspaces, so only the service over all tenants sees these.
CREATE TABLE webhook_events (
    id uuid PRIMARY KEY,
    dedupe_key text NOT NULL CONSTRAINT webhook_events_dedupe UNIQUE,
    event text NOT NULL,
    merchant_order_id text,
    merchant_refund_id text,
    state text,
    raw_body bytea NOT NULL,
    authenticated boolean NOT NULL,
    received_at timestamptz NOT NULL,
    processed_at timestamptz,
    result text,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT webhook_events_result CHECK ((processed_at IS NULL) = (result IS NULL))
);
CREATE INDEX webhook_events_due ON webhook_events (next_attempt_at) WHERE processed_at IS NULL;
CREATE INDEX webhook_events_order ON webhook_events (merchant_order_id);
CREATE INDEX webhook_events_refund ON webhook_events (merchant_refund_id);
CREATE INDEX webhook_events_received ON webhook_events (received_at);
CREATE TRIGGER webhook_events_touch BEFORE UPDATE ON webhook_events FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
ALTER TABLE webhook_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_events FORCE ROW LEVEL SECURITY;
CREATE POLICY webhook_events_service ON webhook_events
    USING (app_service() IS NOT NULL AND app_workspace_id() IS NULL)
    WITH CHECK (app_service() IS NOT NULL AND app_workspace_id() IS NULL);
CREATE POLICY webhook_events_read ON webhook_events FOR SELECT USING (app_role() IN ('billing_admin', 'super_admin'));
