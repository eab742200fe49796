use actix_web::{
    HttpRequest, HttpResponse, delete, get, post, put,
    web::{Data, Payload},
};
use contracts::{
    auth::v1::{
        DeleteWorkspaceRequest, ListWorkspacesRequest, SwitchWorkspaceRequest, UpdateWorkspaceRequest,
        Workspace,
    },
    payments::v1::GetAccessRequest,
};
use primitives::WorkspaceId;
use problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    clients::SignedIn,
    context::Gateway,
    http::{Answer, body, door, path, payments::LimitsView, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get_my_workspace)
        .service(list_workspaces)
        .service(update_workspace)
        .service(delete_workspace)
        .service(switch_workspace);
}

/// A workspace as one of its members sees it.
#[derive(Serialize, ToSchema)]
pub struct WorkspaceView {
    #[schema(format = "uuid")]
    workspace_id: String,
    name: String,
    slug: String,
    description: Option<String>,
    industry: Option<String>,
    time_zone: String,
    /// The caller's.
    role: words::Role,
    limits: LimitsView,
    /// No completed payment yet.
    is_trial: bool,
    #[schema(value_type = Object)]
    settings: Box<RawValue>,
    /// The one meant by requests without `X-Workspace-Id`.
    current: bool,
    #[serde(with = "primitives::rfc3339_millis")]
    created_at: OffsetDateTime,
}

/// A workspace with the limits of its plan.
pub async fn view(
    gateway: &Gateway,
    who: &SignedIn,
    sent: Option<Workspace>,
) -> Result<WorkspaceView, Problem> {
    let sent = wire::given(sent, "a workspace")?;
    let message = GetAccessRequest { workspace_id: sent.workspace_id.clone() };
    let (payments, visitor) = (&gateway.services.payments, who.visitor());
    let ask =
        payments.read(&visitor, message, async |mut payments, request| payments.get_access(request).await);
    let access = ask.await?;
    Ok(WorkspaceView {
        role: sent.role().try_into()?,
        limits: wire::given(access.limits, "limits")?.into(),
        is_trial: !access.has_completed_payment,
        settings: wire::raw(&sent.settings, "settings")?,
        created_at: wire::time(sent.created_at, "created_at")?,
        workspace_id: sent.workspace_id,
        name: sent.name,
        slug: sent.slug,
        description: sent.description,
        industry: sent.industry,
        time_zone: sent.time_zone,
        current: sent.current,
    })
}

/// The caller's workspaces as auth tells them.
pub async fn ask(gateway: &Gateway, who: &SignedIn) -> Result<Vec<Workspace>, Problem> {
    let auth = &gateway.services.auth;
    let ask = auth
        .read(who, ListWorkspacesRequest {}, async |mut auth, request| auth.list_workspaces(request).await);
    Ok(ask.await?.workspaces)
}

/// The workspace that the request means
#[utoipa::path(
    tag = "Workspaces",
    responses((status = 200, description = "The workspace", body = WorkspaceView)),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/auth/me/workspace")]
async fn get_my_workspace(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Auth).await?;
    let id = member.membership.workspace.to_string();
    let mut workspaces = ask(&gateway, &member.signed_in).await?.into_iter();
    let mine = workspaces.find(|workspace| workspace.workspace_id == id);
    Ok(HttpResponse::Ok().json(view(&gateway, &member.signed_in, mine).await?))
}

#[derive(Serialize, ToSchema)]
struct Workspaces {
    workspaces: Vec<WorkspaceView>,
}

/// The caller's workspaces
#[utoipa::path(
    tag = "Workspaces",
    responses((status = 200, description = "All that the caller belongs to", body = Workspaces)),
    security(("session" = []), ("bearer" = [])),
)]
#[get("/api/v1/auth/workspaces")]
async fn list_workspaces(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let found = ask(&gateway, &who).await?;
    let views = found.into_iter().map(|workspace| view(&gateway, &who, Some(workspace)));
    let workspaces = futures::future::try_join_all(views).await?;
    Ok(HttpResponse::Ok().json(Workspaces { workspaces }))
}

/// Changes to a workspace; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
struct UpdateWorkspace {
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    #[schema(max_length = 2000)]
    description: Option<String>,
    industry: Option<String>,
    /// IANA name.
    time_zone: Option<String>,
    /// Replaces the stored object.
    #[schema(value_type = Option<Object>)]
    settings: Option<body::RawObject>,
}

/// Change a workspace
#[utoipa::path(
    tag = "Workspaces",
    params(("id" = uuid::Uuid, Path)),
    request_body = UpdateWorkspace,
    responses(
        (status = 200, description = "The changed workspace", body = WorkspaceView),
        (status = 404, description = "WORKSPACE_NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["manager"]), ("bearer" = ["manager"])),
)]
#[put("/api/v1/auth/workspaces/{id}")]
async fn update_workspace(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let member = door::in_workspace(&gateway, who, Some(WorkspaceId(path::id(&request, "id")))).await?;
    let changes: UpdateWorkspace = body::json(&request, payload).await?.value;
    let message = UpdateWorkspaceRequest {
        name: changes.name,
        description: changes.description,
        industry: changes.industry,
        time_zone: changes.time_zone,
        settings: changes.settings.map(body::RawObject::into_bytes),
    };
    let auth = &gateway.services.auth;
    let changed =
        auth.write(&member, message, async |mut auth, request| auth.update_workspace(request).await);
    let changed = changed.await?.workspace;
    Ok(HttpResponse::Ok().json(view(&gateway, &member.signed_in, changed).await?))
}

#[derive(Deserialize, ToSchema)]
struct DeleteWorkspace {
    /// The workspace's slug; 400 CONFIRMATION_REQUIRED otherwise.
    confirmation: Option<String>,
}

/// Delete a workspace
///
/// Erased 30 days later.
#[utoipa::path(
    tag = "Workspaces",
    params(("id" = uuid::Uuid, Path)),
    request_body = DeleteWorkspace,
    responses(
        (status = 204, description = "Deleted"),
        (status = 400, description = "CONFIRMATION_REQUIRED", body = crate::http::ProblemDocument),
        (status = 404, description = "WORKSPACE_NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["owner"]), ("bearer" = ["owner"])),
)]
#[delete("/api/v1/auth/workspaces/{id}")]
async fn delete_workspace(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let member = door::in_workspace(&gateway, who, Some(WorkspaceId(path::id(&request, "id")))).await?;
    let DeleteWorkspace { confirmation } = body::json(&request, payload).await?.value;
    let message = DeleteWorkspaceRequest { confirmation: confirmation.unwrap_or_default() };
    let auth = &gateway.services.auth;
    auth.write(&member, message, async |mut auth, request| auth.delete_workspace(request).await).await?;
    gateway.memberships.forget(member.signed_in.user, Some(member.membership.workspace)).await;
    gateway.readiness.forget(member.membership.workspace);
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize, ToSchema)]
struct SwitchWorkspace {
    #[schema(format = "uuid")]
    workspace_id: String,
}

/// Choose the workspace that requests mean that name none
#[utoipa::path(
    tag = "Workspaces",
    request_body = SwitchWorkspace,
    responses(
        (status = 200, description = "The chosen workspace", body = WorkspaceView),
        (status = 404, description = "WORKSPACE_NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[post("/api/v1/auth/switch-workspace")]
async fn switch_workspace(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let SwitchWorkspace { workspace_id } = body::json(&request, payload).await?.value;
    let message = SwitchWorkspaceRequest { workspace_id: path::id_or_nil(&workspace_id).to_string() };
    let auth = &gateway.services.auth;
    let ask = auth.write(&who, message, async |mut auth, request| auth.switch_workspace(request).await);
    let chosen = ask.await?.workspace;
    gateway.memberships.forget(who.user, None).await;
    Ok(HttpResponse::Ok().json(view(&gateway, &who, chosen).await?))
}
