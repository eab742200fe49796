use actix_web::{
    HttpRequest, HttpResponse,
    http::header::AUTHORIZATION,
    post,
    web::{Data, Payload},
};
use contracts::payments::v1::IngestWebhookRequest;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    error::GatewayError,
    http::{Answer, body, documents::ProviderEvent, door},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(ingest_webhook);
}

/// Product 6.8.
const WEBHOOK_BYTES: usize = 1 << 20;

#[derive(Serialize, ToSchema)]
struct Received {
    received: bool,
}

/// The payment provider's webhook
///
/// Stored as it comes and answered; what it says is only a hint.
#[utoipa::path(
    tag = "Payments",
    request_body = ProviderEvent,
    responses(
        (status = 200, description = "Stored, now or before", body = Received),
        (status = 400, description = "INVALID_WEBHOOK_JSON", body = crate::http::ProblemDocument),
        (status = 401, description = "MISSING_WEBHOOK_HEADER, INVALID_WEBHOOK_SIGNATURE", body = crate::http::ProblemDocument),
        (status = 413, description = "WEBHOOK_TOO_LARGE", body = crate::http::ProblemDocument),
    ),
    security(("webhook" = [])),
)]
#[post("/api/payments/v2/webhook")]
async fn ingest_webhook(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::Webhook).await?;
    let header = request.headers().get(AUTHORIZATION);
    let message = IngestWebhookRequest {
        authorization: header.map(|header| header.to_str().unwrap_or_default().to_owned()),
        body: body::bytes(&request, payload, WEBHOOK_BYTES, GatewayError::WebhookTooLarge).await?.to_vec(),
        ip: visitor.origin.ip.clone().unwrap_or_default(),
    };
    let payments = &gateway.services.payments;
    // Deduplicated by payments, so a second try is harmless.
    let ask = payments
        .read(&visitor, message, async |mut payments, request| payments.ingest_webhook(request).await);
    ask.await?;
    Ok(HttpResponse::Ok().json(Received { received: true }))
}
