diesel::table! {
    accounts (id) {
        id -> Uuid,
        email -> Text,
        email_verified_at -> Nullable<Timestamptz>,
        password_hash -> Nullable<Text>,
        password_changed_at -> Nullable<Timestamptz>,
        token_epoch -> Int8,
        state -> Text,
        state_reason -> Nullable<Text>,
        deactivated_at -> Nullable<Timestamptz>,
        last_login_at -> Nullable<Timestamptz>,
        sign_up_name -> Nullable<Text>,
        sign_up_workspace_name -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        identification_number -> Text,
        full_name -> Nullable<Text>,
        avatar_url -> Nullable<Text>,
        bio -> Nullable<Text>,
        platform_role -> Text,
        time_zone -> Text,
        preferences -> Jsonb,
    }
}

diesel::table! {
    workspaces (id) {
        id -> Uuid,
        name -> Text,
        slug -> Text,
        description -> Nullable<Text>,
        owner_id -> Uuid,
        industry -> Nullable<Text>,
        time_zone -> Text,
        max_icp_profiles -> Int4,
        max_campaigns -> Int4,
        max_team_members -> Int4,
        is_active -> Bool,
        deleted_at -> Nullable<Timestamptz>,
        settings -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    workspace_members (workspace_id, user_id) {
        workspace_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        is_active -> Bool,
        is_current -> Bool,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        last_used_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        end_reason -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Bytea,
        session_id -> Uuid,
        user_id -> Uuid,
        generation -> Int4,
        successor -> Nullable<Bytea>,
        used_at -> Nullable<Timestamptz>,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    one_time_tokens (id) {
        id -> Uuid,
        purpose -> Text,
        token_hash -> Bytea,
        user_id -> Uuid,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    password_tries (address_hash) {
        address_hash -> Bytea,
        tries -> Int4,
        since -> Timestamptz,
    }
}

diesel::table! {
    provisioning_failures (account_id, step) {
        account_id -> Uuid,
        step -> Text,
        resolved_at -> Nullable<Timestamptz>,
    }
}

diesel::joinable!(users -> accounts (id));
diesel::joinable!(workspace_members -> workspaces (workspace_id));
diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    users,
    workspaces,
    workspace_members,
    sessions,
    refresh_tokens
);
