use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
};
use opentelemetry::trace::Status;
use tracing::Span;
use tracing_actix_web::RootSpanBuilder;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::propagation::extract_http;

/// A method's name, where names must be few: clients make up methods of their own.
#[must_use]
pub fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "CONNECT" => "CONNECT",
        "TRACE" => "TRACE",
        _ => "other",
    }
}

/// What a request is called; lies in its extensions.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// One span for each HTTP request, continuing the caller's trace. Addresses, queries and user agents stay out of it.
pub struct RootSpan;

impl RootSpanBuilder for RootSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let route = request.match_pattern().unwrap_or_else(|| "unknown".to_owned());
        let method = method_name(request.method());
        let extensions = request.extensions();
        let request_id = extensions.get::<RequestId>().map(|id| id.0.as_str());
        let span = tracing::info_span!(
            "http",
            otel.name = %format!("{method} {route}"),
            otel.kind = "server",
            http.method = method,
            http.route = %route,
            request_id,
        );
        // Without a tracer there is no trace to continue.
        let _ = span.set_parent(extract_http(request.headers()));
        span
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        // Nothing of the answer but its status: problems may quote what a founder wrote.
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        // For the trace alone: nothing is logged of a request that has ended.
        span.set_attribute("http.status_code", i64::from(status.as_u16()));
        span.set_status(if status.is_server_error() { Status::error("") } else { Status::Ok });
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use actix_web::test::TestRequest;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_logged_for_a_request_names_it() {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = tracing_subscriber::fmt::layer().json().with_writer(move || writer.clone());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(log), || {
            let request = TestRequest::default().to_srv_request();
            request.extensions_mut().insert(RequestId("req-1".to_owned()));
            RootSpan::on_request_start(&request).in_scope(|| tracing::info!("seen"));
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("\"request_id\":\"req-1\""), "{text}");
    }
}
