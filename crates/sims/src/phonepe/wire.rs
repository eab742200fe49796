//! The gateway's own paths, on any base of one segment: merchants use one for tokens and one for payments.

use actix_web::{
    Error, HttpResponse, Resource,
    body::BoxBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web,
};
use serde_json::json;

use super::faults::{Operation, gate};

mod authorized;
mod error;
mod pay;
pub mod query;
mod refund;
mod status;
mod token;
pub mod views;

pub use error::WireError;

pub fn routes(config: &mut web::ServiceConfig) {
    let token = operation("/v1/oauth/token", Operation::Token);
    let pay = operation("/checkout/v2/pay", Operation::Pay);
    let order = operation("/checkout/v2/order/{id}/status", Operation::OrderStatus);
    let transaction = operation("/checkout/v2/transaction/{id}/status", Operation::TransactionStatus);
    let refund = operation("/payments/v2/refund", Operation::Refund);
    let refund_status = operation("/payments/v2/refund/{id}/status", Operation::RefundStatus);
    let health = operation("/v3/health", Operation::Health);
    config.service(
        web::scope("/apis/{base}")
            .service(token.route(web::post().to(token::issue)))
            .service(pay.route(web::post().to(pay::create)))
            .service(order.route(web::get().to(status::of_order)))
            .service(transaction.route(web::get().to(status::of_transaction)))
            .service(refund.route(web::post().to(refund::create)))
            .service(refund_status.route(web::get().to(refund::status)))
            .service(health.route(web::get().to(healthy)))
            .default_service(web::to(nothing_here)),
    );
}

fn operation(
    path: &str,
    operation: Operation,
) -> Resource<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    web::resource(path).wrap(from_fn(move |request, next| gate(operation, request, next)))
}

async fn healthy() -> HttpResponse {
    HttpResponse::Ok().json(json!({"overallHealth": "UP"}))
}

async fn nothing_here() -> Result<HttpResponse, WireError> {
    Err(WireError::no_such_path())
}
