use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{
        Answer, door,
        payments::{self, SubscriptionAnswer, TransactionPage},
    },
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_my_usage).service(get_my_billing).service(get_my_subscription);
}

/// Limits of the plan and what is used of them
#[utoipa::path(
    tag = "Billing",
    responses((status = 200, description = "Limits and use; -1 means unlimited", body = payments::Usage)),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/auth/me/usage")]
async fn get_my_usage(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Billing).await?;
    Ok(HttpResponse::Ok().json(payments::usage(&gateway, &member).await?))
}

/// The workspace's payments
#[utoipa::path(
    tag = "Billing",
    params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "As handed out with the page before"),
    ),
    responses((status = 200, description = "Newest first", body = TransactionPage)),
    security(("session" = ["manager"]), ("bearer" = ["manager"])),
)]
#[get("/api/v1/auth/me/billing")]
async fn get_my_billing(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Billing).await?;
    Ok(HttpResponse::Ok().json(payments::transactions(&gateway, &request, &member).await?))
}

/// The workspace's subscription
#[utoipa::path(
    tag = "Billing",
    responses((status = 200, description = "The subscription with its limits", body = SubscriptionAnswer)),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/auth/me/subscription")]
async fn get_my_subscription(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Billing).await?;
    Ok(HttpResponse::Ok().json(payments::subscription(&gateway, &member).await?))
}
