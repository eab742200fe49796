diesel::table! {
    onboarding_status (workspace_id) {
        workspace_id -> Uuid,
        status -> Text,
        onboarding_step -> Nullable<Int2>,
        payment_confirmed_at -> Nullable<Timestamptz>,
        started_at -> Nullable<Timestamptz>,
        completed_at -> Nullable<Timestamptz>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    onboarding_sessions (id) {
        id -> Uuid,
        workspace_id -> Uuid,
        user_id -> Uuid,
        client_name -> Text,
        status -> Text,
        current_step -> Int2,
        started_at -> Timestamptz,
        completed_at -> Nullable<Timestamptz>,
        last_activity_at -> Timestamptz,
        finalize_id -> Nullable<Uuid>,
        finalize_state -> Text,
        finalize_context -> Nullable<Jsonb>,
        finalize_result -> Nullable<Jsonb>,
        finalize_forced -> Bool,
        finalize_by -> Nullable<Uuid>,
        finalize_started_at -> Nullable<Timestamptz>,
        finalize_attempts -> Int4,
        finalize_leased_until -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    onboarding_steps (session_id, step_number) {
        session_id -> Uuid,
        workspace_id -> Uuid,
        step_number -> Int2,
        step_id -> Text,
        phase_number -> Int2,
        is_required -> Bool,
        status -> Text,
        skipped -> Bool,
        submitted -> Nullable<Jsonb>,
        draft -> Nullable<Jsonb>,
        version -> Int8,
        provenance -> Jsonb,
        submitted_at -> Nullable<Timestamptz>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    assist_runs (id) {
        id -> Uuid,
        workspace_id -> Uuid,
        session_id -> Uuid,
        user_id -> Uuid,
        step_number -> Int2,
        assist -> Text,
        engine -> Text,
        status -> Text,
        duration_ms -> Nullable<Int4>,
        input_hash -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    suggestions (id) {
        id -> Uuid,
        workspace_id -> Uuid,
        session_id -> Uuid,
        run_id -> Uuid,
        step_number -> Int2,
        assist -> Text,
        position -> Int4,
        pointer -> Text,
        value -> Jsonb,
        status -> Text,
        provenance -> Jsonb,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::joinable!(onboarding_steps -> onboarding_sessions (session_id));
diesel::allow_tables_to_appear_in_same_query!(onboarding_status, onboarding_sessions, onboarding_steps);
