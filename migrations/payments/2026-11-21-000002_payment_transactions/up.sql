CREATE TABLE payment_transactions (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    user_id uuid NOT NULL,
    merchant_order_id varchar(63) NOT NULL CONSTRAINT payment_transactions_order UNIQUE
        CONSTRAINT payment_transactions_order_form CHECK (merchant_order_id ~ '^[A-Za-z0-9_-]+$'),
    phonepe_order_id text,
    phonepe_transaction_id text,
    purpose text NOT NULL CONSTRAINT payment_transactions_purpose
        CHECK (purpose IN ('new', 'renewal', 'upgrade', 'cycle_change')),
    plan text NOT NULL REFERENCES plans (code),
    billing_cycle text NOT NULL CONSTRAINT payment_transactions_cycle CHECK (billing_cycle IN ('monthly', 'yearly')),
    amount_paise bigint NOT NULL CONSTRAINT payment_transactions_amount CHECK (amount_paise >= 100),
    -- The end of the period that was paid for when this was started. If another payment has moved it, this is a duplicate.
    follows_period_end timestamptz,
    currency text NOT NULL DEFAULT 'INR' CONSTRAINT payment_transactions_currency CHECK (currency = 'INR'),
    status text NOT NULL CONSTRAINT payment_transactions_status
        CHECK (status IN ('pending', 'completed', 'failed', 'refunded', 'cancelled')),
    payment_method text,
    payment_gateway text NOT NULL DEFAULT 'phonepe'
        CONSTRAINT payment_transactions_gateway CHECK (payment_gateway = 'phonepe'),
    -- The provider's last answer without what identifies a payer.
    phonepe_response jsonb,
    payment_url text,
    -- While this lies ahead, somebody is creating the order at the provider.
    opening_until timestamptz,
    expires_at timestamptz NOT NULL,
    completed_at timestamptz,
    failed_at timestamptz,
    cancelled_at timestamptz,
    webhook_processed_at timestamptz,
    failure_code text,
    error_message text,
    refunded_paise bigint NOT NULL DEFAULT 0
        CONSTRAINT payment_transactions_refunded CHECK (refunded_paise BETWEEN 0 AND amount_paise),
    -- The provider's answer did not match; a person decides.
    review_required boolean NOT NULL DEFAULT false,
    -- Paid although the workspace was paid for already; owed back in full.
    duplicate boolean NOT NULL DEFAULT false,
    next_check_at timestamptz,
    last_checked_at timestamptz,
    check_count integer NOT NULL DEFAULT 0,
    instrument_encrypted bytea,
    card_last_four text CONSTRAINT payment_transactions_card CHECK (card_last_four ~ '^[0-9]{4}$'),
    card_type text,
    card_network text,
    security_flags jsonb NOT NULL DEFAULT '{}',
    risk_score smallint CONSTRAINT payment_transactions_risk CHECK (risk_score BETWEEN 0 AND 100),
    fraud_result text,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payment_transactions_follows CHECK ((purpose = 'new') = (follows_period_end IS NULL)),
    CONSTRAINT payment_transactions_expiry CHECK (expires_at > created_at),
    CONSTRAINT payment_transactions_times CHECK (
        (status NOT IN ('completed', 'refunded') OR completed_at IS NOT NULL)
        AND (status <> 'failed' OR (failed_at IS NOT NULL AND failure_code IS NOT NULL))
        AND (status <> 'cancelled' OR cancelled_at IS NOT NULL)),
    CONSTRAINT payment_transactions_review CHECK (NOT review_required OR status IN ('pending', 'failed', 'cancelled'))
);
CREATE UNIQUE INDEX payment_transactions_one_pending ON payment_transactions (workspace_id) WHERE status = 'pending';
CREATE INDEX payment_transactions_workspace ON payment_transactions (workspace_id, id DESC);
CREATE INDEX payment_transactions_provider_order ON payment_transactions (phonepe_order_id);
CREATE INDEX payment_transactions_provider_transaction ON payment_transactions (phonepe_transaction_id);
CREATE INDEX payment_transactions_status ON payment_transactions (status);
CREATE INDEX payment_transactions_created ON payment_transactions (created_at);
CREATE INDEX payment_transactions_due ON payment_transactions (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE TRIGGER payment_transactions_touch BEFORE UPDATE ON payment_transactions
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Money that has arrived stays arrived, and nothing goes back to pending, whatever a program does.
CREATE FUNCTION payment_transactions_keep_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status = 'completed' AND NEW.status NOT IN ('completed', 'refunded'))
       OR (OLD.status = 'refunded' AND NEW.status <> 'refunded')
       OR (OLD.status IN ('failed', 'cancelled') AND NEW.status NOT IN (OLD.status, 'completed')) THEN
        RAISE EXCEPTION 'a % transaction cannot become %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_transactions_keep_money';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payment_transactions_keep_money BEFORE UPDATE OF status ON payment_transactions
    FOR EACH ROW EXECUTE FUNCTION payment_transactions_keep_money();

ALTER TABLE payment_transactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment_transactions FORCE ROW LEVEL SECURITY;
CREATE POLICY payment_transactions_service ON payment_transactions
    USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
CREATE POLICY payment_transactions_read ON payment_transactions FOR SELECT USING (
    (workspace_id = app_workspace_id() AND app_role() IN ('owner', 'admin'))
    OR app_role() IN ('billing_admin', 'super_admin'));
