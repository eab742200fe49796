use std::collections::HashMap;

use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Payload},
};
use contracts::payments::v1::{
    CancelRequest, Checkout, GetStatusRequest, InitiateRequest, SubscriptionSummary, VerifyRequest,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    error::GatewayError,
    http::{Answer, body, door, path, preconditions, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(initiate_payment)
        .service(get_payment_status)
        .service(verify_payment)
        .service(cancel_payment);
}

/// What to pay for. Amount and addresses are the server's business.
#[derive(Deserialize, ToSchema)]
struct Initiate {
    #[schema(value_type = words::PlanCode)]
    plan: String,
    /// monthly when absent.
    #[schema(value_type = Option<words::BillingCycle>)]
    billing_cycle: Option<String>,
    /// At most 10 texts of 256 characters.
    metadata: Option<HashMap<String, String>>,
}

/// A checkout to send the browser to.
#[derive(Serialize, ToSchema)]
struct Initiated {
    merchant_order_id: String,
    /// Where the browser pays: a full page in the same tab.
    #[schema(format = "uri")]
    payment_url: String,
    /// The same address.
    #[schema(format = "uri")]
    checkout_url: String,
    #[schema(format = "uuid")]
    transaction_id: String,
    status: words::TransactionStatus,
    amount_paise: i64,
    #[serde(with = "primitives::rfc3339_millis")]
    expires_at: OffsetDateTime,
    /// An open checkout for the same choice was handed back.
    reused: bool,
}

/// Start a payment
#[utoipa::path(
    tag = "Payments",
    params(("Idempotency-Key" = String, Header, description = "8 to 64 letters, digits, hyphens or underscores")),
    request_body = Initiate,
    responses(
        (status = 201, description = "A new checkout", body = Initiated),
        (status = 200, description = "The open checkout for the same choice", body = Initiated),
        (status = 400, description = "INVALID_PLAN, IDEMPOTENCY_KEY_REQUIRED", body = crate::http::ProblemDocument),
        (status = 409, description = "ALREADY_SUBSCRIBED, IDEMPOTENCY_IN_PROGRESS", body = crate::http::ProblemDocument),
        (status = 422, description = "VALIDATION_ERROR, IDEMPOTENCY_KEY_REUSED", body = crate::http::ProblemDocument),
        (status = 502, description = "PAYMENT_INITIATION_ERROR", body = crate::http::ProblemDocument),
        (status = 503, description = "MISSING_CREDENTIALS", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["manager"]), ("bearer" = ["manager"])),
)]
#[post("/api/payments/v2/initiate")]
async fn initiate_payment(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Initiate).await?;
    let idempotency_key = preconditions::idempotency_key(&request)?;
    let Initiate { plan, billing_cycle, metadata } = body::json(&request, payload).await?.value;
    let (billing_cycle, metadata) = (billing_cycle.unwrap_or_default(), metadata.unwrap_or_default());
    let message = InitiateRequest { plan, billing_cycle, metadata, idempotency_key };
    let payments = gateway.services.payments.within(super::PROVIDER);
    let ask =
        payments.write(&member, message, async |mut payments, request| payments.initiate(request).await);
    let order = ask.await?;
    let mut answer = if order.reused { HttpResponse::Ok() } else { HttpResponse::Created() };
    Ok(answer.json(Initiated {
        status: order.status().try_into()?,
        expires_at: wire::time(order.expires_at, "expires_at")?,
        merchant_order_id: order.merchant_order_id,
        checkout_url: order.payment_url.clone(),
        payment_url: order.payment_url,
        transaction_id: order.transaction_id,
        amount_paise: order.amount_paise,
        reused: order.reused,
    }))
}

/// Where a payment stands.
#[derive(Serialize, ToSchema)]
struct CheckoutView {
    merchant_order_id: String,
    #[schema(format = "uuid")]
    transaction_id: String,
    status: words::TransactionStatus,
    purpose: words::Purpose,
    #[schema(value_type = words::PlanCode)]
    plan: String,
    billing_cycle: words::BillingCycle,
    amount_paise: i64,
    phonepe_transaction_id: Option<String>,
    failure_code: Option<String>,
    #[serde(with = "primitives::rfc3339_millis")]
    expires_at: OffsetDateTime,
    /// When a polling client should ask again; 0 when the state is final.
    next_poll_ms: u32,
    /// The provider's answer did not match; a person looks at it.
    review: bool,
    /// Null until one has been active.
    subscription: Option<PaidSubscription>,
}

#[derive(Serialize, ToSchema)]
struct PaidSubscription {
    #[schema(format = "uuid")]
    id: String,
    #[schema(value_type = words::PlanCode)]
    plan: String,
    status: words::SubscriptionStatus,
    #[serde(with = "primitives::rfc3339_millis::option")]
    current_period_end: Option<OffsetDateTime>,
}

impl TryFrom<SubscriptionSummary> for PaidSubscription {
    type Error = GatewayError;

    fn try_from(sent: SubscriptionSummary) -> Result<Self, GatewayError> {
        Ok(Self {
            status: sent.status().try_into()?,
            current_period_end: wire::maybe_time(sent.current_period_end)?,
            id: sent.subscription_id,
            plan: sent.plan,
        })
    }
}

impl TryFrom<Option<Checkout>> for CheckoutView {
    type Error = GatewayError;

    fn try_from(sent: Option<Checkout>) -> Result<Self, GatewayError> {
        let sent = wire::given(sent, "a checkout")?;
        Ok(Self {
            status: sent.status().try_into()?,
            purpose: sent.purpose().try_into()?,
            billing_cycle: sent.billing_cycle().try_into()?,
            expires_at: wire::time(sent.expires_at, "expires_at")?,
            merchant_order_id: sent.merchant_order_id,
            transaction_id: sent.transaction_id,
            plan: sent.plan,
            amount_paise: sent.amount_paise,
            phonepe_transaction_id: sent.phonepe_transaction_id,
            failure_code: sent.failure_code,
            next_poll_ms: sent.next_poll_ms,
            review: sent.review,
            subscription: sent.subscription.map(PaidSubscription::try_from).transpose()?,
        })
    }
}

/// Where a payment stands
#[utoipa::path(
    tag = "Payments",
    params(("merchant_order_id" = String, Path)),
    responses(
        (status = 200, description = "As far as is known", body = CheckoutView),
        (status = 404, description = "TRANSACTION_NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/payments/v2/status/{merchant_order_id}")]
async fn get_payment_status(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Api).await?;
    let message = GetStatusRequest { merchant_order_id: path::order(&request) };
    let payments = &gateway.services.payments;
    let ask =
        payments.read(&member, message, async |mut payments, request| payments.get_status(request).await);
    Ok(HttpResponse::Ok().json(CheckoutView::try_from(ask.await?.checkout)?))
}

/// Ask the provider now where a payment stands
///
/// At most once in 3 seconds per order; in between the answer is that of `status`.
#[utoipa::path(
    tag = "Payments",
    params(("merchant_order_id" = String, Path)),
    responses(
        (status = 200, description = "As the provider says", body = CheckoutView),
        (status = 404, description = "TRANSACTION_NOT_FOUND", body = crate::http::ProblemDocument),
        (status = 502, description = "STATUS_CHECK_ERROR", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/payments/v2/verify/{merchant_order_id}")]
async fn verify_payment(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Billing).await?;
    let message = VerifyRequest { merchant_order_id: path::order(&request) };
    let payments = gateway.services.payments.within(super::PROVIDER);
    let ask = payments.write(&member, message, async |mut payments, request| payments.verify(request).await);
    Ok(HttpResponse::Ok().json(CheckoutView::try_from(ask.await?.checkout)?))
}

/// Give up a payment
#[utoipa::path(
    tag = "Payments",
    params(("merchant_order_id" = String, Path)),
    responses(
        (status = 200, description = "Cancelled", body = CheckoutView),
        (status = 404, description = "TRANSACTION_NOT_FOUND", body = crate::http::ProblemDocument),
        (status = 409, description = "NOT_CANCELLABLE", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["manager"]), ("bearer" = ["manager"])),
)]
#[post("/api/payments/v2/cancel/{merchant_order_id}")]
async fn cancel_payment(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Billing).await?;
    let message = CancelRequest { merchant_order_id: path::order(&request) };
    let payments = gateway.services.payments.within(super::PROVIDER);
    let ask = payments.write(&member, message, async |mut payments, request| payments.cancel(request).await);
    Ok(HttpResponse::Ok().json(CheckoutView::try_from(ask.await?.checkout)?))
}
