use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use contracts::payments::v1::{ListTransactionsRequest, Transaction};
use problem::Problem;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    clients::Member,
    context::Gateway,
    error::GatewayError,
    http::{Answer, door, query::Query, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_transactions);
}

const CURSOR_CHARACTERS: usize = 512;

#[derive(Serialize, ToSchema)]
struct TransactionView {
    #[schema(format = "uuid")]
    transaction_id: String,
    merchant_order_id: String,
    purpose: words::Purpose,
    #[schema(value_type = words::PlanCode)]
    plan: String,
    billing_cycle: words::BillingCycle,
    amount_paise: i64,
    currency: &'static str,
    status: words::TransactionStatus,
    payment_method: Option<String>,
    failure_code: Option<String>,
    refunded_paise: i64,
    #[serde(with = "primitives::rfc3339_millis")]
    created_at: OffsetDateTime,
    #[serde(with = "primitives::rfc3339_millis::option")]
    completed_at: Option<OffsetDateTime>,
    /// Paid although the workspace was paid for already: changed nothing, and is owed back in full.
    duplicate: bool,
}

impl TryFrom<Transaction> for TransactionView {
    type Error = GatewayError;

    fn try_from(sent: Transaction) -> Result<Self, GatewayError> {
        Ok(Self {
            purpose: sent.purpose().try_into()?,
            billing_cycle: sent.billing_cycle().try_into()?,
            status: sent.status().try_into()?,
            created_at: wire::time(sent.created_at, "created_at")?,
            completed_at: wire::maybe_time(sent.completed_at)?,
            transaction_id: sent.transaction_id,
            merchant_order_id: sent.merchant_order_id,
            plan: sent.plan,
            amount_paise: sent.amount_paise,
            currency: primitives::Money::CURRENCY,
            payment_method: sent.payment_method,
            failure_code: sent.failure_code,
            refunded_paise: sent.refunded_paise,
            duplicate: sent.duplicate,
        })
    }
}

/// A page of payments.
#[derive(Serialize, ToSchema)]
pub struct TransactionPage {
    transactions: Vec<TransactionView>,
    /// For the next page; null on the last one.
    next_cursor: Option<String>,
}

/// The page that a request asks for.
pub async fn transactions(
    gateway: &Gateway,
    request: &HttpRequest,
    member: &Member,
) -> Result<TransactionPage, Problem> {
    let query = Query::of(request);
    let limit = query.number("limit", 1..=100)?.unwrap_or(0);
    let cursor = query.text("cursor", CURSOR_CHARACTERS)?.unwrap_or_default().to_owned();
    let message = ListTransactionsRequest { limit, cursor };
    let payments = &gateway.services.payments;
    let ask = payments
        .read(member, message, async |mut payments, request| payments.list_transactions(request).await);
    let page = ask.await?;
    let transactions =
        page.transactions.into_iter().map(TransactionView::try_from).collect::<Result<_, _>>()?;
    Ok(TransactionPage { transactions, next_cursor: wire::filled(page.next_cursor) })
}

/// The workspace's payments
#[utoipa::path(
    tag = "Payments",
    params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "As handed out with the page before"),
    ),
    responses((status = 200, description = "Newest first", body = TransactionPage)),
    security(("session" = ["manager"]), ("bearer" = ["manager"])),
)]
#[get("/api/payments/v2/transactions")]
async fn list_transactions(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Billing).await?;
    Ok(HttpResponse::Ok().json(transactions(&gateway, &request, &member).await?))
}
