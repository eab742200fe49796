use actix_web::http::header::HeaderMap as ActixHeaders;
use opentelemetry::{
    Context, global,
    propagation::{Extractor, Injector},
};
use tonic::{
    codegen::http::HeaderMap,
    metadata::{MetadataKey, MetadataMap},
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::sampling::Foreign;

/// Writes the current span's trace context (`traceparent`, `tracestate`) into an outgoing gRPC call.
pub fn inject(metadata: &mut MetadataMap) {
    let context = Span::current().context();
    global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut Outgoing(metadata));
    });
}

pub(crate) fn extract(headers: &HeaderMap) -> Context {
    global::get_text_map_propagator(|propagator| propagator.extract(&Grpc(headers)))
}

/// HTTP is spoken with the world outside only.
pub(crate) fn extract_http(headers: &ActixHeaders) -> Context {
    global::get_text_map_propagator(|propagator| propagator.extract(&Http(headers))).with_value(Foreign)
}

struct Outgoing<'a>(&'a mut MetadataMap);

impl Injector for Outgoing<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(key), Ok(value)) = (MetadataKey::from_bytes(key.as_bytes()), value.parse()) {
            self.0.insert(key, value);
        }
    }
}

struct Grpc<'a>(&'a HeaderMap);

impl Extractor for Grpc<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(tonic::codegen::http::HeaderName::as_str).collect()
    }
}

struct Http<'a>(&'a ActixHeaders);

impl Extractor for Http<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(actix_web::http::header::HeaderName::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use opentelemetry::trace::{SpanContext, TraceContextExt as _, TracerProvider as _};
    use opentelemetry_sdk::{propagation::TraceContextPropagator, trace::SdkTracerProvider};
    use tracing_actix_web::RootSpanBuilder as _;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;
    use crate::{RootSpan, sampling::Sampling};

    // A ratio sampler looks at the end of the id: this one would be taken by every ratio.
    const TRACE: &str = "4bf92f3577b34da60000000000000000";

    fn caller(sampled: bool) -> String {
        format!("00-{TRACE}-00f067aa0ba902b7-0{}", u8::from(sampled))
    }

    fn recording<T>(share: f64, work: impl FnOnce() -> T) -> T {
        global::set_text_map_propagator(TraceContextPropagator::new());
        let tracer = SdkTracerProvider::builder().with_sampler(Sampling::of(share)).build().tracer("test");
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work)
    }

    fn of(span: &Span) -> SpanContext {
        span.context().span().span_context().clone()
    }

    /// A request from outside and something done for it.
    fn request(sampled: bool) -> (SpanContext, SpanContext) {
        let request = TestRequest::default().insert_header(("traceparent", caller(sampled))).to_srv_request();
        let span = RootSpan::on_request_start(&request);
        let within = span.in_scope(|| of(&tracing::info_span!("within")));
        (of(&span), within)
    }

    #[test]
    fn a_stranger_names_the_trace_and_has_no_say_in_what_is_recorded() {
        for (share, sampled) in [(0.0, true), (1.0, false)] {
            let (span, within) = recording(share, || request(sampled));
            assert_eq!((span.is_sampled(), within.is_sampled()), (share > 0.0, share > 0.0));
            assert_eq!(span.trace_id().to_string(), TRACE);
        }
        let all = recording(0.5, || (0..100).map(|_| request(true)).collect::<Vec<_>>());
        assert!((20..80).contains(&all.iter().filter(|(span, _)| span.is_sampled()).count()));
        assert!(all.iter().all(|(span, within)| span.is_sampled() == within.is_sampled()));
    }

    #[test]
    fn between_our_services_the_caller_decides() {
        for (share, sampled) in [(0.0, true), (1.0, false)] {
            let span = recording(share, || {
                let headers = HeaderMap::from_iter([(
                    "traceparent".parse().unwrap(),
                    caller(sampled).parse().unwrap(),
                )]);
                let span = tracing::info_span!("grpc");
                span.set_parent(extract(&headers)).unwrap();
                of(&span)
            });
            assert_eq!(span.is_sampled(), sampled);
        }
    }
}
