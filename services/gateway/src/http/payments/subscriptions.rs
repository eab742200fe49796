use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use contracts::payments::v1::{
    BillingCycle, GetCurrentSubscriptionRequest, GetCurrentSubscriptionResponse, Subscription,
};
use problem::Problem;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::LimitsView;
use crate::{
    clients::Member,
    context::Gateway,
    error::GatewayError,
    http::{Answer, door, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_current_subscription);
}

#[derive(Serialize, ToSchema)]
struct SubscriptionView {
    #[schema(format = "uuid")]
    id: String,
    #[schema(value_type = words::PlanCode)]
    plan: String,
    billing_cycle: words::BillingCycle,
    status: words::SubscriptionStatus,
    #[serde(with = "primitives::rfc3339_millis::option")]
    current_period_start: Option<OffsetDateTime>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    current_period_end: Option<OffsetDateTime>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    trial_end: Option<OffsetDateTime>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    grace_period_end: Option<OffsetDateTime>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    canceled_at: Option<OffsetDateTime>,
    /// A change that takes effect at the end of the period.
    #[schema(value_type = Option<words::PlanCode>)]
    pending_plan: Option<String>,
    pending_cycle: Option<words::BillingCycle>,
}

impl TryFrom<Subscription> for SubscriptionView {
    type Error = GatewayError;

    fn try_from(sent: Subscription) -> Result<Self, GatewayError> {
        let pending_cycle = match sent.pending_cycle() {
            BillingCycle::Unspecified => None,
            cycle @ (BillingCycle::Monthly | BillingCycle::Yearly) => Some(cycle.try_into()?),
        };
        Ok(Self {
            billing_cycle: sent.billing_cycle().try_into()?,
            status: sent.status().try_into()?,
            current_period_start: wire::maybe_time(sent.current_period_start)?,
            current_period_end: wire::maybe_time(sent.current_period_end)?,
            trial_end: wire::maybe_time(sent.trial_end)?,
            grace_period_end: wire::maybe_time(sent.grace_period_end)?,
            canceled_at: wire::maybe_time(sent.canceled_at)?,
            id: sent.subscription_id,
            plan: sent.plan,
            pending_plan: sent.pending_plan,
            pending_cycle,
        })
    }
}

/// A workspace's subscription and what it allows.
#[derive(Serialize, ToSchema)]
pub struct SubscriptionAnswer {
    /// Null when the workspace never had one.
    subscription: Option<SubscriptionView>,
    limits: LimitsView,
    needs_payment: bool,
    /// No completed payment yet.
    is_trial: bool,
}

/// Limits of the plan and what is used of them.
#[derive(Serialize, ToSchema)]
pub struct Usage {
    #[schema(value_type = Option<words::PlanCode>)]
    plan: Option<String>,
    limits: LimitsView,
    usage: Used,
}

/// What is used, under the names of the limits.
#[derive(Serialize, ToSchema)]
struct Used {
    /// Calls of Bearer clients in this hour, counted only: none is refused. Null when it cannot be told.
    api_calls_per_hour: Option<u64>,
}

async fn ask(gateway: &Gateway, member: &Member) -> Result<GetCurrentSubscriptionResponse, Problem> {
    let payments = &gateway.services.payments;
    let ask = payments.read(member, GetCurrentSubscriptionRequest {}, async |mut payments, request| {
        payments.get_current_subscription(request).await
    });
    ask.await
}

/// The member's subscription, for every operation that shows it.
pub async fn subscription(gateway: &Gateway, member: &Member) -> Result<SubscriptionAnswer, Problem> {
    let current = ask(gateway, member).await?;
    Ok(SubscriptionAnswer {
        subscription: current.subscription.map(SubscriptionView::try_from).transpose()?,
        limits: wire::given(current.limits, "limits")?.into(),
        needs_payment: current.needs_payment,
        is_trial: current.is_trial,
    })
}

/// The use of the member's plan.
pub async fn usage(gateway: &Gateway, member: &Member) -> Result<Usage, Problem> {
    let current = ask(gateway, member).await?;
    let api_calls = gateway.api_calls.of(member.membership.workspace);
    Ok(Usage {
        plan: current.subscription.map(|subscription| subscription.plan),
        limits: wire::given(current.limits, "limits")?.into(),
        usage: Used { api_calls_per_hour: api_calls.await },
    })
}

/// The workspace's subscription
#[utoipa::path(
    tag = "Billing",
    responses((status = 200, description = "The subscription with its limits", body = SubscriptionAnswer)),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/payments/v2/subscriptions/current")]
async fn get_current_subscription(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Billing).await?;
    Ok(HttpResponse::Ok().json(subscription(&gateway, &member).await?))
}
