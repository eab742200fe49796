use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use contracts::payments::v1::ListPlansRequest;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{Answer, door},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_payments_health);
}

#[derive(Serialize, ToSchema)]
struct PaymentsHealth {
    /// `ok`; anything else is an error.
    status: &'static str,
    service: &'static str,
    plans_count: usize,
    #[serde(with = "primitives::rfc3339_millis")]
    timestamp: OffsetDateTime,
}

/// Whether payments works
#[utoipa::path(
    tag = "Health",
    responses(
        (status = 200, description = "It does", body = PaymentsHealth),
        (status = 503, description = "SERVICE_UNAVAILABLE", body = crate::http::ProblemDocument),
    ),
)]
#[get("/api/payments/v2/health")]
async fn get_payments_health(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicRead).await?;
    let payments = &gateway.services.payments;
    let ask = payments.read(&visitor, ListPlansRequest {}, async |mut payments, request| {
        payments.list_plans(request).await
    });
    let plans_count = ask.await?.plans.len();
    let timestamp = gateway.clock.now();
    Ok(HttpResponse::Ok().json(PaymentsHealth { status: "ok", service: "payments", plans_count, timestamp }))
}
