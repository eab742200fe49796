use std::{fs, net::SocketAddr, time::Duration};

use secrecy::{ExposeSecret as _, SecretString};
use telemetry::Settings as TelemetrySettings;
use url::Url;

use crate::settings::Reader;

mod redis;

/// Where a process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// A developer's machine; stand-ins are allowed.
    Local,
    /// Like production, with test credentials.
    Staging,
    /// Real founders and real money.
    Production,
}

/// Certificates for mutual TLS between services, PEM.
#[derive(Clone)]
pub struct InternalTls {
    /// This service's chain.
    pub certificate: String,
    /// Its key.
    pub key: SecretString,
    /// Who signs all services' certificates.
    pub authority: String,
}

/// Settings that every process has (product section 13, "all").
#[derive(Clone)]
pub struct Process {
    /// `RF_ENV`.
    pub environment: Environment,
    /// Where the admin listener binds: health, readiness, metrics.
    pub admin_listen: SocketAddr,
    /// How long a process that was told to stop goes on serving while it says that it is not ready.
    pub shutdown_delay: Duration,
    /// Log and traces.
    pub telemetry: TelemetrySettings,
    /// `REDIS_URL`, or what the Upstash variables mean: one address, or those of some nodes of a cluster, parted by commas.
    pub redis_url: SecretString,
    /// `REDIS_CLUSTER`: Redis is a cluster, and the addresses lead to all of its nodes.
    pub redis_cluster: bool,
    /// Precedes every key.
    pub redis_key_prefix: String,
    /// Signs service credentials.
    pub internal_service_key: SecretString,
    /// Mutual TLS, when all three variables are set.
    pub internal_tls: Option<InternalTls>,
    /// Public address of the web app.
    pub app_url: Url,
    /// Public address of the API.
    pub api_url: Url,
}

const SERVICE_KEY_CHARACTERS: usize = 32;

impl Process {
    /// Reads the common settings.
    pub fn read(reader: &mut Reader) -> Self {
        let words = [
            ("local", Environment::Local),
            ("staging", Environment::Staging),
            ("production", Environment::Production),
        ];
        let environment = reader.one_of("RF_ENV", &words);
        let internal_service_key = reader.secret("INTERNAL_SERVICE_KEY");
        let length = internal_service_key.expose_secret().chars().count();
        if length > 0 && length < SERVICE_KEY_CHARACTERS {
            reader.fault("INTERNAL_SERVICE_KEY", "must have at least 32 characters");
        }
        let app_url = reader.url("APP_URL", &["http", "https"]);
        let api_url = reader.optional_url("API_URL", &["http", "https"]).unwrap_or_else(|| app_url.clone());
        if environment == Environment::Production && app_url.scheme() != "https" {
            reader.fault("APP_URL", "must be https in production");
        }
        check_supabase(reader);
        let redis_cluster = reader.flag("REDIS_CLUSTER");
        Self {
            environment,
            admin_listen: reader.parsed("ADMIN_LISTEN", ([127, 0, 0, 1], 0).into(), "must be host:port"),
            shutdown_delay: reader.seconds("SHUTDOWN_DELAY_SECONDS", 0..=300),
            telemetry: TelemetrySettings {
                log_level: reader.text("LOG_LEVEL"),
                otlp_endpoint: reader
                    .optional_url("OTEL_EXPORTER_OTLP_ENDPOINT", &["http", "https"])
                    .map(String::from),
                sample_ratio: reader.number("OTEL_TRACES_SAMPLER_ARG", 0.0..=1.0),
            },
            redis_url: redis::address(reader, redis_cluster),
            redis_cluster,
            redis_key_prefix: redis::key_prefix(reader),
            internal_service_key,
            internal_tls: internal_tls(reader),
            app_url,
            api_url,
        }
    }
}

fn internal_tls(reader: &mut Reader) -> Option<InternalTls> {
    const VARIABLES: [&str; 3] = ["INTERNAL_TLS_CERT", "INTERNAL_TLS_KEY", "INTERNAL_CA"];
    let paths = VARIABLES.map(|variable| reader.optional(variable));
    if paths.iter().all(Option::is_none) {
        return None;
    }
    let mut texts = Vec::new();
    for (variable, path) in VARIABLES.into_iter().zip(paths) {
        match path.map(fs::read_to_string) {
            Some(Ok(text)) => texts.push(text),
            Some(Err(error)) => reader.fault(variable, format!("names a file that cannot be read: {error}")),
            None => reader.fault(variable, "is missing: mutual TLS needs all three INTERNAL_ variables"),
        }
    }
    let [certificate, key, authority]: [String; 3] = texts.try_into().ok()?;
    Some(InternalTls { certificate, key: key.into(), authority })
}

/// The three variables are optional, but must belong to one project: `https://<ref>.supabase.co`.
fn check_supabase(reader: &mut Reader) {
    let url = reader.optional_url("SUPABASE_URL", &["https"]);
    let keys = ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY"].map(|name| (name, reader.optional(name)));
    let Some(project) = url.as_ref().and_then(|url| url.host_str()?.split('.').next().map(str::to_owned))
    else {
        for (name, key) in keys {
            if key.is_some() {
                reader.fault(name, "is set without SUPABASE_URL");
            }
        }
        return;
    };
    for (name, key) in keys {
        let Some(key) = key else { continue };
        if key.matches('.').count() == 2 && supabase_project(&key).as_deref() != Some(project.as_str()) {
            reader.fault(name, "belongs to another project than SUPABASE_URL");
        }
    }
}

/// The project that a key names; keys of the older form are JWTs with a `ref` claim.
fn supabase_project(key: &str) -> Option<String> {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let payload = URL_SAFE_NO_PAD.decode(key.split('.').nth(1)?.trim_end_matches('=')).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&payload).ok()?;
    claims.get("ref")?.as_str().map(str::to_owned)
}
