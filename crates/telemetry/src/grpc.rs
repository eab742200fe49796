use std::{
    collections::HashSet,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use opentelemetry::{KeyValue, global, metrics::Histogram};
use tonic::codegen::http::{HeaderMap, Request, Response};
use tower::{Layer, Service};
use tracing::{Instrument as _, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::{REQUEST_ID, propagation::extract};

/// Tower layer: one span and one measurement for each gRPC call served, continuing the caller's trace.
#[derive(Clone)]
pub struct ServeCalls {
    seconds: Histogram<f64>,
    known: Arc<HashSet<Arc<str>>>,
}

/// The name of every call that no contract has: callers can make up any number of them.
const UNKNOWN_METHOD: &str = "unknown";

/// Seconds; from a Redis hit to the longest assistance.
const BOUNDARIES: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

impl ServeCalls {
    /// Names calls by these methods, each as `package.Service/Method`.
    #[must_use]
    pub fn of(known: HashSet<String>) -> Self {
        let meter = global::meter("raptorflow");
        let seconds = meter
            .f64_histogram("rpc_server_duration")
            .with_unit("s")
            .with_boundaries(BOUNDARIES.to_vec())
            .build();
        Self { seconds, known: Arc::new(known.into_iter().map(Arc::from).collect()) }
    }
}

impl<S> Layer<S> for ServeCalls {
    type Service = ServedCalls<S>;

    fn layer(&self, inner: S) -> ServedCalls<S> {
        ServedCalls { inner, calls: self.clone() }
    }
}

/// What [`ServeCalls`] makes of a service.
#[derive(Clone)]
pub struct ServedCalls<S> {
    inner: S,
    calls: ServeCalls,
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
        let path = request.uri().path().trim_start_matches('/');
        let method = self.calls.known.get(path).cloned().unwrap_or_else(|| UNKNOWN_METHOD.into());
        let span = tracing::info_span!(
            "grpc",
            otel.name = %method,
            otel.kind = "server",
            rpc.system = "grpc",
            rpc.method = %method,
            request_id = request_id(request.headers()),
        );
        let _ = span.set_parent(extract(request.headers()));
        let started = Instant::now();
        let seconds = self.calls.seconds.clone();
        let measured = Measured { seconds, method, started, code: CANCELLED, span: span.clone() };
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
    method: Arc<str>,
    started: Instant,
    code: i64,
    span: Span,
}

impl Drop for Measured {
    fn drop(&mut self) {
        // For the trace alone: nothing is logged of a call that has ended.
        self.span.set_attribute("rpc.grpc.status_code", self.code);
        let attributes = [
            KeyValue::new("rpc_method", self.method.clone()),
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
