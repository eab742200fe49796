use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use opentelemetry::{KeyValue, global, metrics::Histogram};
use tonic::codegen::http::{HeaderMap, Request, Response};
use tower::{Layer, Service};
use tracing::{Instrument as _, field::Empty};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::{REQUEST_ID, propagation::extract};

/// Tower layer: one span and one measurement for each gRPC call served, continuing the caller's trace.
#[derive(Clone)]
pub struct ServeCalls {
    seconds: Histogram<f64>,
}

impl Default for ServeCalls {
    fn default() -> Self {
        let meter = global::meter("raptorflow");
        let seconds = meter.f64_histogram("rpc_server_duration").with_unit("s").build();
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
        let seconds = self.seconds.clone();
        let started = Instant::now();
        let answering = self.inner.call(request).instrument(span.clone());
        Box::pin(async move {
            let answer = answering.await;
            let code = answer.as_ref().map_or(2, |response| grpc_code(response.headers()));
            span.record("rpc.grpc.status_code", code);
            let attributes =
                [KeyValue::new("rpc_method", method), KeyValue::new("rpc_grpc_status_code", code)];
            seconds.record(started.elapsed().as_secs_f64(), &attributes);
            answer
        })
    }
}

fn request_id(headers: &HeaderMap) -> &str {
    headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default()
}

/// A failed unary call says so in its headers; a call that says nothing there went well.
fn grpc_code(headers: &HeaderMap) -> i64 {
    headers.get("grpc-status").and_then(|code| code.to_str().ok()?.parse().ok()).unwrap_or(0)
}
