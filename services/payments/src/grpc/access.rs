use contracts::payments::v1::{
    EraseWorkspaceRequest, GetAccessRequest, GetAccessResponse, GetCurrentSubscriptionRequest,
    GetCurrentSubscriptionResponse,
};
use principal::ServiceName;
use tonic::{Request, Response};

use super::{Answer, view, workspace};
use crate::{context::Context, usecases};

pub async fn get_access(context: &Context, request: &Request<GetAccessRequest>) -> Answer<GetAccessResponse> {
    principal::service(request, &[ServiceName::Auth, ServiceName::Onboarding, ServiceName::Gateway])?;
    let workspace = workspace(&request.get_ref().workspace_id)?;
    let access = usecases::get_access(context, workspace).await?;
    Ok(Response::new(GetAccessResponse {
        plan: access.plan.map(|plan| plan.to_string()),
        status: view::subscription_status(access.status).into(),
        needs_payment: access.needs_payment(),
        has_completed_payment: access.has_completed_payment,
        valid_until: access.valid_until.map(view::timestamp),
        limits: Some(view::limits(&access.limits)),
        last_payment_status: access.last_payment.map(|status| status.to_string()).unwrap_or_default(),
    }))
}

pub async fn current_subscription(
    context: &Context,
    request: &Request<GetCurrentSubscriptionRequest>,
) -> Answer<GetCurrentSubscriptionResponse> {
    let member = principal::member(request)?;
    let current = usecases::current_subscription(context, member.workspace).await?;
    Ok(Response::new(GetCurrentSubscriptionResponse {
        subscription: current.subscription.as_ref().map(view::subscription),
        limits: Some(view::limits(&current.access.limits)),
        needs_payment: current.access.needs_payment(),
        is_trial: !current.access.has_completed_payment,
    }))
}

pub async fn erase_workspace(context: &Context, request: &Request<EraseWorkspaceRequest>) -> Answer<()> {
    principal::service(request, &[ServiceName::Auth])?;
    let workspace = workspace(&request.get_ref().workspace_id)?;
    usecases::erase_workspace(context, workspace).await?;
    Ok(Response::new(()))
}
