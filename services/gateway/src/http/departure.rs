//! The innermost layer around the operations: every answer gets its headers, every failure becomes a problem document,
//! and every request is measured.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage as _, HttpResponse, ResponseError as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType,
        header::{CONTENT_TYPE, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use opentelemetry::{KeyValue, global, metrics::Histogram};
use principal::Origin;
use problem::{Kind, Problem, Refusal};

use super::{arrival::Arrival, cookies, cors, headers, web::HTML};
use crate::{context::Gateway, error::GatewayError};

/// Product 15.30.
const HEAD_BYTES: usize = 32 << 10;

const BUCKETS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 30.0];

/// How long answers take.
pub fn seconds() -> Histogram<f64> {
    let meter = global::meter("raptorflow");
    let histogram = meter.f64_histogram("http_server_duration").with_unit("s");
    histogram.with_boundaries(BUCKETS.to_vec()).build()
}

/// Answers a request, or has it answered.
pub async fn depart(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let gateway = request.app_data::<Data<Gateway>>().cloned();
    let origin = request.extensions().get::<Origin>().cloned().unwrap_or_else(Origin::own);
    let origins = gateway.as_deref().map(|gateway| gateway.origins.as_slice()).unwrap_or_default();
    let page = cors::allowed(request.headers(), origins);
    let response = match early(&request, page.is_some()) {
        Some(Ok(response)) => request.into_response(response),
        Some(Err(refusal)) => {
            let problem = Problem::from(refusal).instance(&origin.request_id);
            request.into_response(problem.error_response())
        }
        None => next.call(request).await?.map_into_boxed_body(),
    };
    let mut response = match document(&response, &origin.request_id) {
        Some(problem) => response.into_response(problem),
        None => response,
    };
    cookies::drop_when_asked(&mut response);
    headers::dress(&mut response, &origin.request_id, gateway.as_ref().is_some_and(|gateway| gateway.https));
    cors::expose(response.headers_mut(), page);
    if let Some(gateway) = gateway {
        if gateway.runtime.is_leaving() {
            // The client's next request has to come over a new connection, to another gateway.
            response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
        }
        measure(&gateway, &response, started);
    }
    Ok(response)
}

/// What is answered without asking any operation.
fn early(request: &ServiceRequest, page_allowed: bool) -> Option<Result<HttpResponse, GatewayError>> {
    let head_bytes = request.extensions().get::<Arrival>().map_or(0, |arrival| arrival.head_bytes);
    if head_bytes > HEAD_BYTES {
        return Some(Err(GatewayError::HeadTooLarge(HEAD_BYTES)));
    }
    let preflight = cors::is_preflight(request.method(), request.headers());
    preflight.then(|| if page_allowed { Ok(cors::preflight()) } else { Err(GatewayError::OriginNotAllowed) })
}

/// The problem document that a failed answer ought to be, with the id of the request.
fn document(response: &ServiceResponse, request_id: &str) -> Option<HttpResponse> {
    if let Some(problem) = response.response().error().and_then(|error| error.as_error::<Problem>()) {
        return Some(problem.clone().instance(request_id).error_response());
    }
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let told = |media_type: &HeaderValue| media_type == "application/problem+json" || media_type == HTML;
    if !failed || response.headers().get(CONTENT_TYPE).is_some_and(told) {
        return None;
    }
    let otherwise = if status.is_server_error() { Kind::Internal } else { Kind::BadRequest };
    let kind = Kind::from_http_status(status.as_u16()).unwrap_or(otherwise);
    let problem = Problem::new(&Refusal::new(kind, "the request cannot be answered"));
    Some(problem.instance(request_id).error_response())
}

fn measure(gateway: &Gateway, response: &ServiceResponse, started: Instant) {
    let request = response.request();
    let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
    let attributes = [
        KeyValue::new("http_method", telemetry::method_name(request.method())),
        KeyValue::new("http_route", route),
        KeyValue::new("http_status_code", i64::from(response.status().as_u16())),
    ];
    gateway.seconds.record(started.elapsed().as_secs_f64(), &attributes);
}
