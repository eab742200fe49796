use actix_web::{
    HttpRequest, HttpResponse, get, post, put,
    web::{Data, Payload},
};
use contracts::auth::v1::{
    EnsureProfileRequest, GetMeRequest, Profile, UpdateMeRequest, VerifyProfileResponse,
};
use primitives::WorkspaceId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    clients::{SignedIn, verify_profile as ask_standing},
    context::Gateway,
    error::GatewayError,
    http::{Answer, body, door, refusals::NamedWorkspace, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(ensure_profile).service(verify_profile).service(get_me).service(update_me);
}

#[derive(Serialize, ToSchema)]
struct ProfileEnsured {
    #[schema(format = "uuid")]
    user_id: String,
    #[schema(format = "uuid")]
    workspace_id: String,
    identification_number: String,
    #[schema(value_type = Option<words::PlanCode>)]
    subscription_plan: Option<String>,
    #[schema(value_type = words::SubscriptionStatus)]
    subscription_status: String,
}

/// Create what is missing of profile and workspace
///
/// Repeatable; does nothing when everything is there.
#[utoipa::path(
    tag = "Profile",
    responses(
        (status = 200, description = "Profile and workspace are there", body = ProfileEnsured),
        (status = 422, description = "PROFILE_CREATION_ERROR with context", body = crate::http::ProblemDocument),
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[post("/api/v1/auth/ensure-profile")]
async fn ensure_profile(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let auth = &gateway.services.auth;
    let ask = auth
        .read(&who, EnsureProfileRequest {}, async |mut auth, request| auth.ensure_profile(request).await);
    let ensured = ask.await?;
    gateway.memberships.forget(who.user, None).await;
    Ok(HttpResponse::Ok().json(ProfileEnsured {
        user_id: ensured.user_id,
        workspace_id: ensured.workspace_id,
        identification_number: ensured.identification_number,
        subscription_plan: ensured.subscription_plan,
        subscription_status: ensured.subscription_status,
    }))
}

/// Where the caller stands.
#[derive(Serialize, ToSchema)]
struct Standing {
    profile_exists: bool,
    workspace_exists: bool,
    #[schema(format = "uuid")]
    workspace_id: Option<String>,
    #[schema(value_type = Option<words::PlanCode>)]
    subscription_plan: Option<String>,
    #[schema(value_type = words::SubscriptionStatus)]
    subscription_status: String,
    needs_payment: bool,
    /// No completed payment yet.
    is_trial: bool,
    #[schema(value_type = words::OnboardingStatus)]
    onboarding_status: String,
    /// 1 to 23; 0 before the first session.
    onboarding_step: u32,
    account_state: words::AccountState,
    next_action: words::NextAction,
}

impl TryFrom<VerifyProfileResponse> for Standing {
    type Error = GatewayError;

    fn try_from(sent: VerifyProfileResponse) -> Result<Self, GatewayError> {
        Ok(Self {
            account_state: sent.account_state().try_into()?,
            next_action: sent.next_action().try_into()?,
            profile_exists: sent.profile_exists,
            workspace_exists: sent.workspace_exists,
            workspace_id: wire::filled(sent.workspace_id),
            subscription_plan: sent.subscription_plan,
            subscription_status: sent.subscription_status,
            needs_payment: sent.needs_payment,
            is_trial: sent.is_trial,
            onboarding_status: sent.onboarding_status,
            onboarding_step: sent.onboarding_step,
        })
    }
}

/// Where the caller stands with account, payment and onboarding
///
/// Also for an account that may not be used: `next_action` is `account` then.
#[utoipa::path(
    tag = "Profile",
    params(("X-Workspace-Id" = Option<uuid::Uuid>, Header, description = "The workspace meant, when there are several")),
    responses(
        (status = 200, description = "Where the caller stands and what to do next", body = Standing),
        NamedWorkspace,
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[get("/api/v1/auth/verify-profile")]
async fn verify_profile(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in_any_state(&gateway, &request, Row::Auth).await?;
    let workspace = door::header_workspace(request.headers())?;
    let standing = ask_standing(&gateway.services, &who, workspace).await?;
    Ok(HttpResponse::Ok().json(Standing::try_from(standing)?))
}

/// A profile as its owner sees it.
#[derive(Serialize, ToSchema)]
pub struct ProfileView {
    #[schema(format = "uuid")]
    pub user_id: String,
    #[schema(format = "email")]
    pub email: String,
    pub email_verified: bool,
    pub identification_number: String,
    pub full_name: Option<String>,
    pub avatar_url: Option<String>,
    pub bio: Option<String>,
    pub time_zone: String,
    #[schema(value_type = Object)]
    pub preferences: Box<RawValue>,
    pub platform_role: words::PlatformRole,
    pub account_state: words::AccountState,
    #[serde(with = "primitives::rfc3339_millis")]
    pub created_at: OffsetDateTime,
}

impl TryFrom<Option<Profile>> for ProfileView {
    type Error = GatewayError;

    fn try_from(sent: Option<Profile>) -> Result<Self, GatewayError> {
        let sent = wire::given(sent, "a profile")?;
        Ok(Self {
            platform_role: sent.platform_role().try_into()?,
            account_state: sent.account_state().try_into()?,
            preferences: wire::raw(&sent.preferences, "preferences")?,
            created_at: wire::time(sent.created_at, "created_at")?,
            user_id: sent.user_id,
            email: sent.email,
            email_verified: sent.email_verified,
            identification_number: sent.identification_number,
            full_name: sent.full_name,
            avatar_url: sent.avatar_url,
            bio: sent.bio,
            time_zone: sent.time_zone,
        })
    }
}

/// A profile with where its owner stands.
#[derive(Serialize, ToSchema)]
pub struct Me {
    #[serde(flatten)]
    profile: ProfileView,
    #[schema(value_type = Option<words::PlanCode>)]
    subscription_plan: Option<String>,
    #[schema(value_type = words::SubscriptionStatus)]
    subscription_status: String,
    #[schema(value_type = words::OnboardingStatus)]
    onboarding_status: String,
}

/// A profile as it is answered, with where its owner stands in a workspace.
pub async fn me(
    gateway: &Gateway,
    who: &SignedIn,
    workspace: Option<WorkspaceId>,
    profile: Option<Profile>,
) -> Answer {
    let standing = ask_standing(&gateway.services, who, workspace).await?;
    Ok(HttpResponse::Ok().json(Me {
        profile: profile.try_into()?,
        subscription_plan: standing.subscription_plan,
        subscription_status: standing.subscription_status,
        onboarding_status: standing.onboarding_status,
    }))
}

/// The caller's profile
#[utoipa::path(
    tag = "Profile",
    params(("X-Workspace-Id" = Option<uuid::Uuid>, Header, description = "The workspace meant, when there are several")),
    responses((status = 200, description = "The profile", body = Me), NamedWorkspace),
    security(("session" = []), ("bearer" = [])),
)]
#[get("/api/v1/auth/me")]
async fn get_me(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let workspace = door::header_workspace(request.headers())?;
    let auth = &gateway.services.auth;
    let found =
        auth.read(&who, GetMeRequest {}, async |mut auth, request| auth.get_me(request).await).await?;
    me(&gateway, &who, workspace, found.profile).await
}

/// Changes to a profile; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
struct UpdateMe {
    #[schema(max_length = 255)]
    full_name: Option<String>,
    #[schema(format = "uri", max_length = 2048)]
    avatar_url: Option<String>,
    #[schema(max_length = 500)]
    bio: Option<String>,
    /// IANA name.
    time_zone: Option<String>,
    /// Replaces the stored object.
    #[schema(value_type = Option<Object>)]
    preferences: Option<body::RawObject>,
}

/// Change the caller's profile
#[utoipa::path(
    tag = "Profile",
    params(("X-Workspace-Id" = Option<uuid::Uuid>, Header, description = "The workspace meant, when there are several")),
    request_body = UpdateMe,
    responses((status = 200, description = "The changed profile", body = Me), NamedWorkspace),
    security(("session" = []), ("bearer" = [])),
)]
#[put("/api/v1/auth/me")]
async fn update_me(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let workspace = door::header_workspace(request.headers())?;
    let changes: UpdateMe = body::json(&request, payload).await?.value;
    let message = UpdateMeRequest {
        full_name: changes.full_name,
        avatar_url: changes.avatar_url,
        bio: changes.bio,
        time_zone: changes.time_zone,
        preferences: changes.preferences.map(body::RawObject::into_bytes),
    };
    let auth = &gateway.services.auth;
    let changed = auth.write(&who, message, async |mut auth, request| auth.update_me(request).await).await?;
    me(&gateway, &who, workspace, changed.profile).await
}
