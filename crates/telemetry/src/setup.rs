use std::io::IsTerminal as _;

use anyhow::Context as _;
use opentelemetry::{KeyValue, global, trace::TracerProvider as _};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource, metrics::SdkMeterProvider, propagation::TraceContextPropagator, trace::SdkTracerProvider,
};
use prometheus::{Registry, TextEncoder};
use tracing_subscriber::{
    EnvFilter, Layer as _,
    filter::{LevelFilter, ParseError},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::sampling::Sampling;

/// What to record and where to send it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Level or filter directives of the log.
    pub log_level: String,
    /// OTLP/gRPC address for spans; none are recorded without one, the trace context is passed on all the same.
    pub otlp_endpoint: Option<String>,
    /// Share of traces recorded that begin here or come from outside, 0 to 1; the decision of a service that calls is followed.
    pub sample_ratio: f64,
}

/// The process's telemetry; stop it before the process ends, or the last spans are lost.
pub struct Telemetry {
    tracer: SdkTracerProvider,
    meter: SdkMeterProvider,
    registry: Registry,
}

impl Telemetry {
    /// Installs log, tracer and meter for the whole process.
    ///
    /// # Errors
    /// When the exporter's address is unusable or a subscriber is installed already.
    pub fn start(service: &'static str, settings: &Settings) -> anyhow::Result<Self> {
        let resource = Resource::builder()
            .with_service_name(service)
            .with_attribute(KeyValue::new("service.namespace", "raptorflow"))
            .build();
        let tracer = tracer(settings, resource.clone())?;
        let registry = Registry::new();
        let exporter = opentelemetry_prometheus::exporter().with_registry(registry.clone()).build()?;
        let meter = SdkMeterProvider::builder().with_reader(exporter).with_resource(resource).build();
        global::set_text_map_propagator(TraceContextPropagator::new());
        global::set_meter_provider(meter.clone());

        let filter = filter(&settings.log_level).context("LOG_LEVEL")?;
        let log = if std::io::stdout().is_terminal() {
            tracing_subscriber::fmt::layer().compact().boxed()
        } else {
            tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true).boxed()
        };
        tracing_subscriber::registry()
            // Spans carry the trace context whatever the log leaves out.
            .with(
                tracing_opentelemetry::layer()
                    .with_tracer(tracer.tracer(service))
                    // Each of these costs something whenever a span is begun or work in it goes on, recorded or not.
                    .with_context_activation(false)
                    .with_tracked_inactivity(false)
                    .with_location(false)
                    .with_threads(false)
                    .with_filter(LevelFilter::INFO),
            )
            .with(log.with_filter(filter))
            .try_init()?;
        Ok(Self { tracer, meter, registry })
    }

    /// The metrics in Prometheus' text format.
    #[must_use]
    pub fn metrics(&self) -> String {
        TextEncoder::new().encode_to_string(&self.registry.gather()).unwrap_or_default()
    }

    /// Sends what is still held back. Blocks.
    pub fn stop(&self) {
        for stopped in [self.tracer.shutdown(), self.meter.shutdown()] {
            if let Err(error) = stopped {
                tracing::warn!(%error, "telemetry was cut short");
            }
        }
    }
}

/// Where actix calls it an error when bytes from a client are no HTTP, or a client leaves.
const CLIENTS_TROUBLE: &str = "actix_http::h1::dispatcher=off,actix_http::h1::decoder=off";

/// What is logged; the operator's directives come last, so that they decide.
fn filter(log_level: &str) -> Result<EnvFilter, ParseError> {
    EnvFilter::try_new(format!("{CLIENTS_TROUBLE},{log_level}"))
}

fn tracer(settings: &Settings, resource: Resource) -> anyhow::Result<SdkTracerProvider> {
    let builder = SdkTracerProvider::builder().with_resource(resource);
    let Some(endpoint) = &settings.otlp_endpoint else {
        return Ok(builder.with_sampler(Sampling::of(0.0)).build());
    };
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint.clone()).build()?;
    Ok(builder.with_sampler(Sampling::of(settings.sample_ratio)).with_batch_exporter(exporter).build())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing::{Event, Subscriber};
    use tracing_subscriber::{Layer, layer::Context};

    use super::*;

    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Seen {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            self.0.lock().unwrap().push(event.metadata().target().to_owned());
        }
    }

    fn seen(log_level: &str) -> Vec<String> {
        let seen = Seen::default();
        let log = tracing_subscriber::registry().with(seen.clone().with_filter(filter(log_level).unwrap()));
        tracing::subscriber::with_default(log, || {
            tracing::error!(target: "actix_http::h1::dispatcher", "stream error: request parse error");
            tracing::error!(target: "actix_http::h1::service", "HTTP service is not ready");
            tracing::info!(target: "gateway::http", "started");
        });
        let seen = seen.0.lock().unwrap();
        seen.clone()
    }

    #[test]
    fn what_clients_send_that_is_no_http_is_no_error_of_ours() {
        assert_eq!(seen("info"), ["actix_http::h1::service", "gateway::http"]);
        assert_eq!(seen("warn,actix_http::h1::dispatcher=debug").len(), 2, "who asks for it gets it");
        assert!(filter("info,=x=y").is_err());
    }
}
