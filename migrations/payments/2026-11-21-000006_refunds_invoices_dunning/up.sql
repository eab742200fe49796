CREATE TABLE refunds (
    id uuid PRIMARY KEY,
    merchant_refund_id varchar(63) NOT NULL CONSTRAINT refunds_merchant_refund UNIQUE,
    original_order_id varchar(63) NOT NULL REFERENCES payment_transactions (merchant_order_id),
    workspace_id uuid NOT NULL,
    refund_amount_paise bigint NOT NULL CONSTRAINT refunds_amount CHECK (refund_amount_paise > 0),
    reason text NOT NULL CONSTRAINT refunds_reason CHECK (char_length(reason) BETWEEN 1 AND 500),
    status text NOT NULL CONSTRAINT refunds_status
        CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    phonepe_refund_id text,
    refund_idempotency_key text NOT NULL,
    requested_by uuid NOT NULL,
    approved_by uuid,
    end_access boolean NOT NULL DEFAULT false,
    completed_at timestamptz,
    failed_at timestamptz,
    error_message text,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT refunds_idempotency UNIQUE (workspace_id, refund_idempotency_key),
    CONSTRAINT refunds_times CHECK ((status <> 'completed' OR completed_at IS NOT NULL)
                                    AND (status <> 'failed' OR failed_at IS NOT NULL))
);
-- One open refund of a payment at a time.
CREATE UNIQUE INDEX refunds_one_open ON refunds (original_order_id) WHERE status IN ('pending', 'processing');
CREATE INDEX refunds_order ON refunds (original_order_id);
CREATE INDEX refunds_workspace ON refunds (workspace_id);
CREATE TRIGGER refunds_touch BEFORE UPDATE ON refunds FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Kept 8 years: outlives the transaction it was issued for.
CREATE TABLE invoices (
    id uuid PRIMARY KEY,
    number text NOT NULL CONSTRAINT invoices_number UNIQUE
        CONSTRAINT invoices_number_form CHECK (number ~ '^RF/[0-9]{4}-[0-9]{2}/[0-9]{6}$'),
    workspace_id uuid NOT NULL,
    transaction_id uuid CONSTRAINT invoices_transaction UNIQUE REFERENCES payment_transactions (id) ON DELETE SET NULL,
    items jsonb NOT NULL CONSTRAINT invoices_items CHECK (jsonb_typeof(items) = 'array'),
    subtotal_paise bigint NOT NULL,
    tax_paise bigint NOT NULL DEFAULT 0,
    total_paise bigint NOT NULL,
    status text NOT NULL CONSTRAINT invoices_status CHECK (status IN ('issued', 'credited')),
    issued_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT invoices_total CHECK (subtotal_paise >= 0 AND tax_paise >= 0 AND total_paise = subtotal_paise + tax_paise)
);
CREATE INDEX invoices_workspace ON invoices (workspace_id, issued_at DESC);
CREATE TRIGGER invoices_touch BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TABLE dunning_actions (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    period_end timestamptz NOT NULL,
    day smallint NOT NULL CONSTRAINT dunning_actions_day CHECK (day IN (0, 3, 7, 14, 21, 30)),
    action text NOT NULL,
    done_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT dunning_actions_once UNIQUE (workspace_id, period_end, day)
);
CREATE TRIGGER dunning_actions_touch BEFORE UPDATE ON dunning_actions
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE refunds ENABLE ROW LEVEL SECURITY;
ALTER TABLE refunds FORCE ROW LEVEL SECURITY;
CREATE POLICY refunds_service ON refunds USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY refunds_read ON refunds FOR SELECT USING (
    (workspace_id = app_workspace_id() AND app_role() IN ('owner', 'admin'))
    OR app_role() IN ('billing_admin', 'super_admin'));
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
CREATE POLICY invoices_service ON invoices USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY invoices_read ON invoices FOR SELECT USING (
    (workspace_id = app_workspace_id() AND app_role() IN ('owner', 'admin'))
    OR app_role() IN ('billing_admin', 'super_admin'));
ALTER TABLE dunning_actions ENABLE ROW LEVEL SECURITY;
ALTER TABLE dunning_actions FORCE ROW LEVEL SECURITY;
CREATE POLICY dunning_actions_service ON dunning_actions
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY dunning_actions_read ON dunning_actions FOR SELECT USING (app_role() IN ('billing_admin', 'super_admin'));
