use bootstrap::Runtime;
use ipnet::IpNet;
use opentelemetry::metrics::Histogram;
use primitives::Clock;
use principal::{Authenticator, Outgoing, ServiceKey, ServiceName};

use crate::{
    Settings,
    clients::{Memberships, Readiness, Services},
    http,
    limits::{ApiCalls, KnownTokens, Limits},
};

/// What every request shares.
pub struct Gateway {
    pub services: Services,
    pub authenticator: Authenticator,
    pub memberships: Memberships,
    pub readiness: Readiness,
    pub limits: Limits,
    pub api_calls: ApiCalls,
    pub known_tokens: KnownTokens,
    pub origins: Vec<String>,
    pub trusted_proxies: Vec<IpNet>,
    pub clock: Clock,
    /// Whether the public address is https, so that browsers may be told to insist on it.
    pub https: bool,
    pub runtime: Runtime,
    /// How long answers take.
    pub seconds: Histogram<f64>,
}

impl Gateway {
    /// Opens no connection yet. Needs a tokio runtime.
    pub fn new(settings: &Settings, runtime: &Runtime) -> anyhow::Result<Self> {
        let clock = Clock::system();
        let process = &runtime.process;
        let key = ServiceKey::new(&process.internal_service_key);
        let outgoing = Outgoing::new(ServiceName::Gateway, key, clock.clone());
        let services = Services::connect(settings, process.internal_tls.as_ref(), &outgoing)?;
        Ok(Self {
            authenticator: Authenticator::asking_auth(
                ServiceName::Gateway,
                runtime,
                &settings.auth_url,
                clock.clone(),
            )?,
            memberships: Memberships::new(runtime.redis.clone()),
            readiness: Readiness::default(),
            limits: Limits::new(runtime.redis.clone(), settings.rate_limit_factor),
            api_calls: ApiCalls::new(runtime.redis.clone()),
            known_tokens: KnownTokens::new(runtime.redis.clone()),
            origins: settings.origins.clone(),
            trusted_proxies: settings.trusted_proxies.clone(),
            https: process.api_url.scheme() == "https",
            services,
            clock,
            runtime: runtime.clone(),
            seconds: http::seconds(),
        })
    }
}
