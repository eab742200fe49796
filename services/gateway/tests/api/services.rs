//! Plausible answers of the services to every call, for tests that are about something else.

use contracts::{auth::v1 as auth, bcm::v1 as bcm, onboarding::v1 as onboarding, payments::v1 as payments};
use prost_types::Timestamp;

use crate::script::Script;

pub const WORKSPACE: &str = "018f0000-0000-7000-8000-000000000001";
pub const SESSION: &str = "018f0000-0000-7000-8000-000000000002";
pub const MANIFEST: &str = r#"{"version":"1.0.0","manifest":{"foundation":{}},"token_count":640}"#;

pub fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds: 1_800_000_000 + seconds, nanos: 123_000_000 })
}

pub fn tokens() -> auth::TokenPair {
    let now = primitives::Clock::system().now().unix_timestamp();
    auth::TokenPair {
        access_token: "access".to_owned(),
        access_expires_at: Some(Timestamp { seconds: now + 300, nanos: 0 }),
        refresh_token: "refresh".to_owned(),
        refresh_expires_at: Some(Timestamp { seconds: now + 604_800, nanos: 0 }),
        session_id: SESSION.to_owned(),
    }
}

pub fn signed_up() -> auth::SignUpResponse {
    auth::SignUpResponse {
        user_id: SESSION.to_owned(),
        workspace_id: WORKSPACE.to_owned(),
        identification_number: "U100000".to_owned(),
        tokens: Some(tokens()),
    }
}

/// Somebody who has paid and completed onboarding.
pub fn ready() -> auth::VerifyProfileResponse {
    auth::VerifyProfileResponse {
        profile_exists: true,
        workspace_exists: true,
        workspace_id: WORKSPACE.to_owned(),
        subscription_plan: Some("glide".to_owned()),
        subscription_status: "active".to_owned(),
        needs_payment: false,
        onboarding_status: "completed".to_owned(),
        onboarding_step: 23,
        account_state: auth::AccountState::Active.into(),
        next_action: auth::NextAction::None.into(),
        is_trial: false,
    }
}

pub fn profile() -> Option<auth::Profile> {
    Some(auth::Profile {
        user_id: SESSION.to_owned(),
        email: "ada@example.com".to_owned(),
        identification_number: "U100000".to_owned(),
        full_name: Some("Ada".to_owned()),
        time_zone: "Asia/Kolkata".to_owned(),
        preferences: b"{\"theme\":\"dark\"}".to_vec(),
        platform_role: auth::PlatformRole::User.into(),
        account_state: auth::AccountState::Active.into(),
        created_at: at(0),
        ..auth::Profile::default()
    })
}

pub fn workspace() -> auth::Workspace {
    auth::Workspace {
        workspace_id: WORKSPACE.to_owned(),
        name: "Acme".to_owned(),
        slug: "acme".to_owned(),
        time_zone: "Asia/Kolkata".to_owned(),
        role: auth::Role::Owner.into(),
        settings: b"{}".to_vec(),
        current: true,
        created_at: at(0),
        ..auth::Workspace::default()
    }
}

pub fn limits() -> Option<payments::Limits> {
    Some(payments::Limits {
        moves_per_week: -1,
        campaigns: 3,
        api_calls_per_hour: 500,
        ..payments::Limits::default()
    })
}

pub fn checkout() -> Option<payments::Checkout> {
    Some(payments::Checkout {
        merchant_order_id: "ORD20261120210000ABCDEF".to_owned(),
        transaction_id: SESSION.to_owned(),
        status: payments::TransactionStatus::Pending.into(),
        plan: "glide".to_owned(),
        billing_cycle: payments::BillingCycle::Monthly.into(),
        amount_paise: 700_000,
        expires_at: at(1800),
        next_poll_ms: 3000,
        purpose: payments::Purpose::New.into(),
        ..payments::Checkout::default()
    })
}

pub fn progress() -> Option<onboarding::Progress> {
    Some(onboarding::Progress {
        completed: 3,
        skipped: 1,
        total: 23,
        percentage_hundredths: 1739,
        current_step: 5,
        started_at: at(0),
        last_updated: at(60),
    })
}

pub fn step() -> onboarding::StepState {
    onboarding::StepState {
        n: 5,
        step_id: "the_offer".to_owned(),
        step_name: "Offer and pricing".to_owned(),
        status: onboarding::StepStatus::InProgress.into(),
        version: 7,
        updated_at: at(60),
        draft: Some(br#"{"core_deliverable":"x"}"#.to_vec()),
        open: true,
        ..onboarding::StepState::default()
    }
}

pub fn session() -> Option<onboarding::Session> {
    Some(onboarding::Session {
        session_id: SESSION.to_owned(),
        client_name: "Acme".to_owned(),
        status: onboarding::SessionStatus::Active.into(),
        progress: progress(),
        steps: vec![step()],
        started_at: at(0),
        last_activity_at: at(60),
        completed_at: None,
    })
}

pub fn suggestion() -> onboarding::Suggestion {
    onboarding::Suggestion {
        suggestion_id: SESSION.to_owned(),
        step: 5,
        pointer: "/core_deliverable".to_owned(),
        value: b"\"a better one\"".to_vec(),
        status: "proposed".to_owned(),
        provenance: br#"{"origin":"rule","engine":"deterministic","created_at":"2026-11-20T10:00:00.000Z"}"#
            .to_vec(),
    }
}

pub fn saved() -> Option<onboarding::StepSaved> {
    Some(onboarding::StepSaved {
        step_id: "the_offer".to_owned(),
        version: 8,
        status: onboarding::StepStatus::InProgress.into(),
        updated_at: at(61),
        progress: progress(),
        data: br#"{"core_deliverable":"x"}"#.to_vec(),
        ..onboarding::StepSaved::default()
    })
}

pub fn answer_everything(script: &Script) {
    sign_in(script);
    accounts(script);
    money(script);
    steps(script);
    manifests(script);
}

fn sign_in(script: &Script) {
    script.always("SignUp", signed_up());
    let auth::SignUpResponse { user_id, workspace_id, tokens: pair, .. } = signed_up();
    let signed_in = auth::LogInResponse { user_id, workspace_id, tokens: pair };
    script.always("LogIn", signed_in);
    script.always("RefreshSession", auth::RefreshSessionResponse { tokens: Some(tokens()) });
}

fn accounts(script: &Script) {
    for method in [
        "LogOut",
        "EndSession",
        "DeactivateMe",
        "DeleteWorkspace",
        "ForgotPassword",
        "ResetPassword",
        "ChangePassword",
        "VerifyEmail",
        "ResendVerification",
        "DeleteSession",
    ] {
        script.always(method, ());
    }
    script.always(
        "EnsureProfile",
        auth::EnsureProfileResponse {
            user_id: SESSION.to_owned(),
            workspace_id: WORKSPACE.to_owned(),
            identification_number: "U100000".to_owned(),
            subscription_plan: None,
            subscription_status: "none".to_owned(),
        },
    );
    script.always("VerifyProfile", ready());
    script.always("GetMe", auth::GetMeResponse { profile: profile() });
    script.always("UpdateMe", auth::UpdateMeResponse { profile: profile() });
    script.always("ReactivateMe", auth::ReactivateMeResponse { profile: profile() });
    script.always(
        "ListSessions",
        auth::ListSessionsResponse {
            sessions: vec![auth::Session {
                session_id: SESSION.to_owned(),
                created_at: at(0),
                last_used_at: at(1),
                expires_at: at(2),
                current: true,
                ..auth::Session::default()
            }],
        },
    );
    script.always("ListWorkspaces", auth::ListWorkspacesResponse { workspaces: vec![workspace()] });
    script.always("UpdateWorkspace", auth::UpdateWorkspaceResponse { workspace: Some(workspace()) });
    script.always("SwitchWorkspace", auth::SwitchWorkspaceResponse { workspace: Some(workspace()) });
}

fn money(script: &Script) {
    let plan = payments::Plan { code: "glide".to_owned(), limits: limits(), ..payments::Plan::default() };
    script.always("ListPlans", payments::ListPlansResponse { plans: vec![plan] });
    script.always(
        "Initiate",
        payments::InitiateResponse {
            merchant_order_id: "ORD20261120210000ABCDEF".to_owned(),
            payment_url: "https://pay.example/x".to_owned(),
            transaction_id: SESSION.to_owned(),
            status: payments::TransactionStatus::Pending.into(),
            amount_paise: 700_000,
            expires_at: at(1800),
            ..payments::InitiateResponse::default()
        },
    );
    script.always("GetStatus", payments::GetStatusResponse { checkout: checkout() });
    script.always("Verify", payments::VerifyResponse { checkout: checkout() });
    script.always("Cancel", payments::CancelResponse { checkout: checkout() });
    script.always(
        "GetCurrentSubscription",
        payments::GetCurrentSubscriptionResponse {
            limits: limits(),
            needs_payment: true,
            is_trial: true,
            ..payments::GetCurrentSubscriptionResponse::default()
        },
    );
    script.always(
        "ListTransactions",
        payments::ListTransactionsResponse {
            transactions: vec![payments::Transaction {
                purpose: payments::Purpose::New.into(),
                plan: "glide".to_owned(),
                billing_cycle: payments::BillingCycle::Yearly.into(),
                status: payments::TransactionStatus::Completed.into(),
                created_at: at(0),
                ..payments::Transaction::default()
            }],
            next_cursor: "next".to_owned(),
        },
    );
    script.always("IngestWebhook", payments::IngestWebhookResponse {});
    script.always(
        "GetAccess",
        payments::GetAccessResponse {
            status: payments::SubscriptionStatus::Active.into(),
            has_completed_payment: true,
            limits: limits(),
            ..payments::GetAccessResponse::default()
        },
    );
}

fn steps(script: &Script) {
    script.always(
        "DescribeSteps",
        onboarding::DescribeStepsResponse {
            description: br#"{"version":"v1","steps":[]}"#.to_vec(),
            version: "v1".to_owned(),
        },
    );
    script.always("CreateSession", onboarding::CreateSessionResponse { session: session(), created: true });
    script.always(
        "GetOnboardingStatus",
        onboarding::GetStatusResponse {
            status: onboarding::OnboardingStatus::InProgress.into(),
            session_id: SESSION.to_owned(),
            current_step: 5,
            completed_at: None,
            progress: progress(),
        },
    );
    script.always("GetCurrent", onboarding::GetCurrentResponse { session: session() });
    script.always("GetSession", onboarding::GetSessionResponse { session: session() });
    let issue = onboarding::Issue {
        pointer: "/solution".to_owned(),
        code: "REQUIRED".to_owned(),
        message: String::new(),
    };
    let issues = vec![onboarding::StepIssues { n: 5, issues: vec![issue] }];
    script.always("GetSummary", onboarding::GetSummaryResponse { session: session(), issues });
    script.always("GetProgress", onboarding::GetProgressResponse { progress: progress() });
    script.always("PreviewManifest", preview());
    let suggestions = vec![suggestion()];
    script.always(
        "GetStep",
        onboarding::GetStepResponse { step: Some(step()), suggestions: suggestions.clone() },
    );
    script.always("SaveStep", onboarding::SaveStepResponse { saved: saved() });
    script.always("PatchStep", onboarding::PatchStepResponse { saved: saved() });
    let (step, progress) = (Some(step()), progress());
    script.always(
        "CompleteStep",
        onboarding::CompleteStepResponse { step: step.clone(), progress, warnings: Vec::new() },
    );
    script.always("SkipStep", onboarding::SkipStepResponse { step: step.clone(), progress });
    let engine = onboarding::Engine::Deterministic.into();
    script.always("RunAssist", onboarding::RunAssistResponse { suggestions, engine, duration_ms: 12 });
    script.always(
        "DecideSuggestion",
        onboarding::DecideSuggestionResponse { suggestion: Some(suggestion()), step },
    );
    script.always("Finalize", onboarding::FinalizeResponse { result: br#"{"success":true}"#.to_vec() });
    script.always("ResumeSession", onboarding::ResumeSessionResponse { session: session() });
    script.always("ResetSession", onboarding::ResetSessionResponse { session: session() });
}

fn preview() -> onboarding::PreviewManifestResponse {
    let company = r#"{"name":"Acme","industry":"technology","stage":"seed"}"#;
    let preview = onboarding::ManifestPreview {
        manifest: format!(r#"{{"foundation":{{"company":{company}}},"meta":{{"source":"onboarding"}}}}"#)
            .into_bytes(),
        token_count: 812,
        token_budget: 1200,
        compression_level: "light".to_owned(),
        dropped: vec!["issues.links".to_owned()],
    };
    let missing = onboarding::MissingStep {
        n: 20,
        step_id: "channel_strategy".to_owned(),
        title: "Channel strategy".to_owned(),
        fields: vec!["/channels".to_owned()],
    };
    onboarding::PreviewManifestResponse { preview: Some(preview), missing: vec![missing] }
}

fn manifests(script: &Script) {
    let (manifest, etag) = (MANIFEST.as_bytes().to_vec(), "W/\"abc-1-fresh\"".to_owned());
    script.always(
        "GetManifest",
        bcm::GetManifestResponse {
            manifest: manifest.clone(),
            etag: etag.clone(),
            freshness: bcm::Freshness::Fresh.into(),
            not_modified: false,
            served_from: bcm::Tier::Tier0.into(),
        },
    );
    script.always("Rebuild", bcm::RebuildResponse { manifest: manifest.clone(), etag: etag.clone() });
    script.always(
        "ListHistory",
        bcm::ListHistoryResponse { history: br#"{"versions":[],"total_count":0}"#.to_vec() },
    );
    script.always("GetVersion", bcm::GetVersionResponse { manifest: manifest.clone() });
    script.always("Restore", bcm::RestoreResponse { manifest: manifest.clone(), etag });
    script.always(
        "Export",
        bcm::ExportResponse {
            file_name: "bcm_acme_20261120_210000.json".to_owned(),
            content_type: "application/json".to_owned(),
            content: manifest,
        },
    );
    script.always("GetStats", bcm::GetStatsResponse { stats: b"{}".to_vec() });
}
