use actix_web::{HttpRequest, HttpResponse, get, http::header::HeaderValue, web::Data};
use contracts::{
    auth::v1::{GetMeRequest, NextAction, VerifyProfileResponse},
    bcm::v1::GetManifestRequest,
};
use principal::AccountState;
use problem::{Kind, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    profile::ProfileView,
    workspaces::{self, WorkspaceView},
};
use crate::{
    clients::{SignedIn, verify_profile},
    context::Gateway,
    http::{Answer, cookies, door, refusals::NamedWorkspace, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_session);
}

/// Everything a client starts from.
#[derive(Serialize, ToSchema)]
struct SessionState {
    /// Null while there is no profile or the account may not be used.
    user: Option<ProfileView>,
    /// Null until there is one.
    workspace: Option<WorkspaceView>,
    subscription: Option<SubscriptionState>,
    onboarding: Option<OnboardingState>,
    /// Null until onboarding is completed.
    bcm: Option<ManifestState>,
    account_state: words::AccountState,
    next_action: words::NextAction,
}

#[derive(Serialize, ToSchema)]
struct SubscriptionState {
    #[schema(value_type = Option<words::PlanCode>)]
    plan: Option<String>,
    #[schema(value_type = words::SubscriptionStatus)]
    status: String,
    needs_payment: bool,
    is_trial: bool,
}

#[derive(Serialize, ToSchema)]
struct OnboardingState {
    #[schema(value_type = words::OnboardingStatus)]
    status: String,
    /// 1 to 23; 0 before the first session.
    current_step: u32,
}

#[derive(Serialize, ToSchema)]
struct ManifestState {
    freshness: ManifestFreshness,
    /// Entity tag of the manifest; null when there is none.
    etag: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ManifestFreshness {
    Fresh,
    Stale,
    Expired,
    Missing,
    /// The service that knows does not answer.
    Unknown,
}

/// Who is signed in and where they stand
///
/// The one call that a client starts from. Always 200: null when nobody is signed in, with `X-Session-Expired: true` when
/// an access token came that has ended, so that renewing is worth a try.
#[utoipa::path(
    tag = "Sessions",
    params(("X-Workspace-Id" = Option<uuid::Uuid>, Header, description = "The workspace meant, when there are several")),
    responses((status = 200, description = "The state, or null", body = Option<SessionState>,
        headers(("X-Session-Expired" = Option<bool>, description = "An access token came that has ended"))),
        NamedWorkspace),
    security((), ("session" = []), ("bearer" = [])),
)]
#[get("/api/v1/session")]
async fn get_session(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    match door::signed_in_any_state(&gateway, &request, Row::Api).await {
        Ok(who) if who.account == AccountState::Active => {
            Ok(HttpResponse::Ok().json(state(&gateway, &request, &who).await?))
        }
        Ok(who) => Ok(HttpResponse::Ok().json(shut_out(&who))),
        Err(problem) if problem.kind() == Kind::Unauthenticated => Ok(nobody(&request)),
        Err(problem) => Err(problem),
    }
}

fn nobody(request: &HttpRequest) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    if cookies::read(request, cookies::ACCESS).is_some() {
        answer.insert_header(("x-session-expired", HeaderValue::from_static("true")));
    }
    answer.json(None::<SessionState>)
}

fn shut_out(who: &SignedIn) -> SessionState {
    SessionState {
        user: None,
        workspace: None,
        subscription: None,
        onboarding: None,
        bcm: None,
        account_state: who.account.into(),
        next_action: words::NextAction::Account,
    }
}

async fn state(gateway: &Gateway, request: &HttpRequest, who: &SignedIn) -> Result<SessionState, Problem> {
    let auth = &gateway.services.auth;
    let named = door::header_workspace(request.headers())?;
    let asked = auth.read(who, GetMeRequest {}, async |mut auth, request| auth.get_me(request).await);
    let me = async {
        match asked.await {
            Ok(me) => Ok(Some(ProfileView::try_from(me.profile)?)),
            // The client is told to ask for what is missing.
            Err(problem) if problem.code() == "PROFILE_INCOMPLETE" => Ok(None),
            Err(problem) => Err(problem),
        }
    };
    let standing = verify_profile(&gateway.services, who, named);
    let (user, standing, workspaces) = futures::try_join!(me, standing, workspaces::ask(gateway, who))?;
    let mut workspaces = workspaces.into_iter();
    let workspace = workspaces.find(|workspace| workspace.workspace_id == standing.workspace_id);
    let exists = user.is_some() && workspace.is_some();
    let workspace = async {
        match workspace {
            Some(workspace) => workspaces::view(gateway, who, Some(workspace)).await.map(Some),
            None => Ok(None),
        }
    };
    let (workspace, bcm) = futures::try_join!(workspace, manifest(gateway, who, &standing))?;
    let next_action = if exists { standing.next_action() } else { NextAction::EnsureProfile };
    Ok(SessionState {
        user,
        workspace,
        bcm,
        account_state: standing.account_state().try_into()?,
        next_action: next_action.try_into()?,
        onboarding: exists.then(|| OnboardingState {
            status: standing.onboarding_status.clone(),
            current_step: standing.onboarding_step,
        }),
        subscription: exists.then_some(SubscriptionState {
            plan: standing.subscription_plan,
            status: standing.subscription_status,
            needs_payment: standing.needs_payment,
            is_trial: standing.is_trial,
        }),
    })
}

/// The manifest's state once there ought to be one. A client can start without knowing it.
async fn manifest(
    gateway: &Gateway,
    who: &SignedIn,
    standing: &VerifyProfileResponse,
) -> Result<Option<ManifestState>, Problem> {
    if standing.needs_payment || standing.onboarding_status != "completed" {
        return Ok(None);
    }
    let workspace = standing.workspace_id.parse().ok();
    let member = door::in_workspace(gateway, who.clone(), workspace).await?;
    let message = GetManifestRequest { use_fallback: true, ..GetManifestRequest::default() };
    let bcm = &gateway.services.bcm;
    let asked = bcm.read(&member, message, async |mut bcm, request| bcm.get_manifest(request).await).await;
    let (freshness, etag) = match asked {
        Ok(answer) => {
            let freshness = match words::Freshness::try_from(answer.freshness())? {
                words::Freshness::Fresh => ManifestFreshness::Fresh,
                words::Freshness::Stale => ManifestFreshness::Stale,
                words::Freshness::Expired => ManifestFreshness::Expired,
            };
            (freshness, wire::filled(answer.etag))
        }
        Err(problem) if problem.kind() == Kind::NotFound => (ManifestFreshness::Missing, None),
        Err(_) => (ManifestFreshness::Unknown, None),
    };
    Ok(Some(ManifestState { freshness, etag }))
}
