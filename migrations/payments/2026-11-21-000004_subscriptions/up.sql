CREATE TABLE subscriptions (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL CONSTRAINT subscriptions_workspace UNIQUE,
    plan text NOT NULL REFERENCES plans (code),
    billing_cycle text NOT NULL CONSTRAINT subscriptions_cycle CHECK (billing_cycle IN ('monthly', 'yearly')),
    status text NOT NULL CONSTRAINT subscriptions_status
        CHECK (status IN ('trial', 'active', 'past_due', 'canceled', 'unpaid', 'incomplete', 'incomplete_expired',
                          'paused')),
    current_period_start timestamptz,
    current_period_end timestamptz,
    -- Day of the month on which periods end, kept through short months.
    anchor_day smallint CONSTRAINT subscriptions_anchor CHECK (anchor_day BETWEEN 1 AND 31),
    trial_end timestamptz,
    grace_period_end timestamptz,
    canceled_at timestamptz,
    pending_plan text REFERENCES plans (code),
    pending_cycle text CONSTRAINT subscriptions_pending_cycle CHECK (pending_cycle IN ('monthly', 'yearly')),
    phonepe_subscription_id text,
    last_transaction_id uuid REFERENCES payment_transactions (id),
    version bigint NOT NULL DEFAULT 0,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT subscriptions_period CHECK (
        (current_period_start IS NULL) = (current_period_end IS NULL)
        AND (current_period_end IS NULL OR current_period_end > current_period_start)),
    CONSTRAINT subscriptions_paid_period CHECK (
        status NOT IN ('active', 'past_due', 'canceled', 'unpaid', 'paused')
        OR (current_period_end IS NOT NULL AND anchor_day IS NOT NULL)),
    CONSTRAINT subscriptions_trial CHECK (status <> 'trial' OR trial_end IS NOT NULL),
    CONSTRAINT subscriptions_grace CHECK (status <> 'past_due' OR grace_period_end IS NOT NULL),
    CONSTRAINT subscriptions_canceled CHECK (status <> 'canceled' OR canceled_at IS NOT NULL),
    CONSTRAINT subscriptions_pending CHECK ((pending_plan IS NULL) = (pending_cycle IS NULL))
);
CREATE INDEX subscriptions_status_updated ON subscriptions (status, updated_at);
CREATE INDEX subscriptions_last_transaction ON subscriptions (last_transaction_id);
CREATE TRIGGER subscriptions_touch BEFORE UPDATE ON subscriptions FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TABLE subscription_events (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    subscription_id uuid NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    event text NOT NULL CONSTRAINT subscription_events_event
        CHECK (event IN ('created', 'activated', 'renewed', 'upgraded', 'downgraded', 'cancelled', 'expired', 'suspended',
                         'reactivated')),
    -- Status, plan, cycle and end of the period before and after.
    "from" jsonb NOT NULL DEFAULT '{}',
    "to" jsonb NOT NULL,
    transaction_id uuid REFERENCES payment_transactions (id),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX subscription_events_subscription ON subscription_events (subscription_id, created_at);
CREATE INDEX subscription_events_transaction ON subscription_events (transaction_id);
CREATE INDEX subscription_events_workspace ON subscription_events (workspace_id);

ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscriptions FORCE ROW LEVEL SECURITY;
CREATE POLICY subscriptions_service ON subscriptions
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY subscriptions_read ON subscriptions FOR SELECT USING (
    (workspace_id = app_workspace_id() AND app_role() IN ('owner', 'admin'))
    OR app_role() IN ('support', 'billing_admin', 'super_admin'));
ALTER TABLE subscription_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_events FORCE ROW LEVEL SECURITY;
CREATE POLICY subscription_events_service ON subscription_events
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY subscription_events_read ON subscription_events FOR SELECT USING (
    (workspace_id = app_workspace_id() AND app_role() IN ('owner', 'admin'))
    OR app_role() IN ('support', 'billing_admin', 'super_admin'));
