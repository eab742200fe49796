use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use primitives::{PlatformRole, Role};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{Answer, door, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_permissions);
}

/// What the caller may do in the workspace and across workspaces.
#[derive(Serialize, ToSchema)]
struct Permissions {
    #[schema(format = "uuid")]
    workspace_id: String,
    role: words::Role,
    platform_role: words::PlatformRole,
    /// Names of what both roles allow.
    permissions: Vec<&'static str>,
}

/// What the caller may do
#[utoipa::path(
    tag = "Profile",
    responses((status = 200, description = "Roles and what they allow", body = Permissions)),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/auth/permissions")]
async fn get_permissions(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Auth).await?;
    let (role, platform_role) = (member.membership.role, member.signed_in.platform_role);
    Ok(HttpResponse::Ok().json(Permissions {
        workspace_id: member.membership.workspace.to_string(),
        role: role.into(),
        platform_role: platform_role.into(),
        permissions: [in_workspace(role), across_workspaces(platform_role)].concat(),
    }))
}

const MEMBER: &[&str] =
    &["workspace.read", "onboarding.read", "onboarding.answer", "context.read", "context.export"];
const ADMIN: &[&str] = &[
    "workspace.update",
    "billing.read",
    "billing.pay",
    "onboarding.force_finalize",
    "onboarding.reset",
    "context.rebuild",
    "context.restore",
];
const OWNER: &[&str] = &["workspace.delete", "subscription.cancel"];

/// Product 1.2, workspace rows.
fn in_workspace(role: Role) -> Vec<&'static str> {
    match role {
        Role::Owner => [MEMBER, ADMIN, OWNER].concat(),
        Role::Admin => [MEMBER, ADMIN].concat(),
        Role::Member => MEMBER.to_vec(),
    }
}

const SUPPORT: &[&str] = &["platform.users.read", "platform.subscriptions.read"];
const BILLING_ADMIN: &[&str] =
    &["platform.subscriptions.write", "platform.payments.read", "platform.payments.refund"];
const PLATFORM_ADMIN: &[&str] = &["platform.users.write", "platform.audit.read"];
const SUPER_ADMIN: &[&str] = &["platform.roles.grant"];

/// Product 1.2, platform rows.
fn across_workspaces(role: PlatformRole) -> Vec<&'static str> {
    match role {
        PlatformRole::User => Vec::new(),
        PlatformRole::Support => SUPPORT.to_vec(),
        PlatformRole::BillingAdmin => [SUPPORT, BILLING_ADMIN].concat(),
        PlatformRole::Admin => [SUPPORT, PLATFORM_ADMIN].concat(),
        PlatformRole::SuperAdmin => [SUPPORT, BILLING_ADMIN, PLATFORM_ADMIN, SUPER_ADMIN].concat(),
    }
}
