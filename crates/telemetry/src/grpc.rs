use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use opentelemetry::{KeyValue, global, metrics::Histogram};
use tonic::codegen::http::{HeaderMap, Request, Response};
use tower::{Layer, Service};
use tracing::{Instrument as _, Span, field::Empty};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::{REQUEST_ID, propagation::extract};

/// Tower layer: one span and one measurement for each gRPC call served, continuing the caller's trace.
#[derive(Clone)]
pub struct ServeCalls {
    seconds: Histogram<f64>,
}

/// Seconds; from a Redis hit to the longest assistance.
const BOUNDARIES: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

impl Default for ServeCalls {
    fn default() -> Self {
        let meter = global::meter("raptorflow");
        let seconds = meter
            .f64_histogram("rpc_server_duration")
            .with_unit("s")
            .with_boundaries(BOUNDARIES.to_vec())
            .build();
        Self { seconds }
    }
}

impl<S> Layer<S> for ServeCalls {
    type Service = ServedCalls<S>;

    fn layer(&self, inner: S) -> ServedCalls<S> {
        ServedCalls { inner, seconds: self.seconds.clone() }
    }
}

/// What [`ServeCalls`] makes of a service.
#[derive(Clone)]
pub struct ServedCalls<S> {
    inner: S,
    seconds: Histogram<f64>,
}

impl<S, Q, R> Service<Request<Q>> for ServedCalls<S>
where
    S: Service<Request<Q>, Response = Response<R>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
    R: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        let method = request.uri().path().trim_start_matches('/').to_owned();
        let span = tracing::info_span!(
            "grpc",
            otel.name = %method,
            otel.kind = "server",
            rpc.system = "grpc",
            rpc.method = %method,
            rpc.grpc.status_code = Empty,
            request_id = request_id(request.headers()),
        );
        let _ = span.set_parent(extract(request.headers()));
        let started = Instant::now();
        let measured =
            Measured { seconds: self.seconds.clone(), method, started, code: CANCELLED, span: span.clone() };
        let answering = self.inner.call(request).instrument(span);
        Box::pin(async move {
            // The whole value, not the field alone: it is dropped with this future.
            let mut measured = measured;
            let answer = answering.await;
            measured.code = answer.as_ref().map_or(UNKNOWN, |response| grpc_code(response.headers()));
            answer
        })
    }
}

const CANCELLED: i64 = 1;
const UNKNOWN: i64 = 2;

/// Written down when dropped, so that calls cut off by their deadline count as well.
struct Measured {
    seconds: Histogram<f64>,
    method: String,
    started: Instant,
    code: i64,
    span: Span,
}

impl Drop for Measured {
    fn drop(&mut self) {
        self.span.record("rpc.grpc.status_code", self.code);
        let attributes = [
            KeyValue::new("rpc_method", std::mem::take(&mut self.method)),
            KeyValue::new("rpc_grpc_status_code", self.code),
        ];
        self.seconds.record(self.started.elapsed().as_secs_f64(), &attributes);
    }
}

fn request_id(headers: &HeaderMap) -> &str {
    headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default()
}

/// A failed unary call says so in its headers; a call that says nothing there went well.
fn grpc_code(headers: &HeaderMap) -> i64 {
    headers.get("grpc-status").and_then(|code| code.to_str().ok()?.parse().ok()).unwrap_or(0)
}
