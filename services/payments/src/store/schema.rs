//! The columns that we read and write; the tables have more.

diesel::table! {
    plans (code) {
        code -> Text,
        rank -> SmallInt,
        name -> Text,
        monthly_paise -> BigInt,
        yearly_paise -> BigInt,
        popular -> Bool,
        limits -> Jsonb,
        features -> Array<Text>,
        is_active -> Bool,
    }
}

diesel::table! {
    payment_transactions (id) {
        id -> Uuid,
        workspace_id -> Uuid,
        user_id -> Uuid,
        merchant_order_id -> Text,
        phonepe_order_id -> Nullable<Text>,
        phonepe_transaction_id -> Nullable<Text>,
        purpose -> Text,
        plan -> Text,
        billing_cycle -> Text,
        amount_paise -> BigInt,
        follows_period_end -> Nullable<Timestamptz>,
        status -> Text,
        payment_method -> Nullable<Text>,
        phonepe_response -> Nullable<Jsonb>,
        payment_url -> Nullable<Text>,
        opening_until -> Nullable<Timestamptz>,
        expires_at -> Timestamptz,
        completed_at -> Nullable<Timestamptz>,
        failed_at -> Nullable<Timestamptz>,
        cancelled_at -> Nullable<Timestamptz>,
        failure_code -> Nullable<Text>,
        refunded_paise -> BigInt,
        review_required -> Bool,
        duplicate -> Bool,
        next_check_at -> Nullable<Timestamptz>,
        last_checked_at -> Nullable<Timestamptz>,
        instrument_encrypted -> Nullable<Bytea>,
        card_last_four -> Nullable<Text>,
        card_type -> Nullable<Text>,
        card_network -> Nullable<Text>,
        metadata -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> Uuid,
        workspace_id -> Uuid,
        plan -> Text,
        billing_cycle -> Text,
        status -> Text,
        current_period_start -> Nullable<Timestamptz>,
        current_period_end -> Nullable<Timestamptz>,
        anchor_day -> Nullable<SmallInt>,
        trial_end -> Nullable<Timestamptz>,
        grace_period_end -> Nullable<Timestamptz>,
        canceled_at -> Nullable<Timestamptz>,
        pending_plan -> Nullable<Text>,
        pending_cycle -> Nullable<Text>,
        last_transaction_id -> Nullable<Uuid>,
        version -> BigInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    subscription_events (id) {
        id -> Uuid,
        workspace_id -> Uuid,
        subscription_id -> Uuid,
        event -> Text,
        #[sql_name = "from"]
        before -> Jsonb,
        #[sql_name = "to"]
        after -> Jsonb,
        transaction_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    webhook_events (id) {
        id -> Uuid,
        dedupe_key -> Text,
        event -> Text,
        merchant_order_id -> Nullable<Text>,
        merchant_refund_id -> Nullable<Text>,
        state -> Nullable<Text>,
        raw_body -> Bytea,
        authenticated -> Bool,
        received_at -> Timestamptz,
        processed_at -> Nullable<Timestamptz>,
        result -> Nullable<Text>,
        next_attempt_at -> Timestamptz,
    }
}

diesel::table! {
    payment_audit_log (id) {
        id -> Uuid,
        transaction_id -> Uuid,
        user_id -> Nullable<Uuid>,
        workspace_id -> Uuid,
        action -> Text,
        old_values -> Jsonb,
        new_values -> Jsonb,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        session_id -> Nullable<Uuid>,
        checksum -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    payment_security_events (id) {
        id -> Uuid,
        workspace_id -> Nullable<Uuid>,
        event_type -> Text,
        severity -> Text,
        ip -> Nullable<Text>,
        details -> Jsonb,
        created_at -> Timestamptz,
    }
}
