use std::{net::TcpListener, time::Duration};

use actix_web::{HttpServer, dev::Server, web::Data};
use anyhow::Context as _;
use bootstrap::{Probe, Process, Runtime, Service, settings::Reader};
use primitives::Clock;
use principal::{Outgoing, ServiceKey, ServiceName};

use crate::{
    Settings,
    clients::Services,
    context::Gateway,
    http::{self, Pages, Site},
};

/// The gateway process.
pub struct App;

/// Open requests may end within this; the process waits a little longer.
const DRAIN_SECONDS: u64 = 18;
/// So often the calls by programs are added up.
const ADDING_UP: Duration = Duration::from_secs(1);
/// The head of a request must have come within this.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);

const UPSTREAMS: [(&str, &str, ServiceName); 4] = [
    ("auth", "AUTH_GRPC_URL", ServiceName::Auth),
    ("payments", "PAYMENTS_GRPC_URL", ServiceName::Payments),
    ("onboarding", "ONBOARDING_GRPC_URL", ServiceName::Onboarding),
    ("bcm", "BCM_GRPC_URL", ServiceName::Bcm),
];

impl Service for App {
    const NAME: &'static str = "gateway";
    const DEFAULTS: &'static str = include_str!("../config/default.toml");
    type Settings = Settings;

    fn read(reader: &mut Reader, process: &Process) -> Settings {
        Settings::read(reader, process)
    }

    async fn probe(process: &Process, settings: &Settings) -> Vec<Probe> {
        let key = ServiceKey::new(&process.internal_service_key);
        let outgoing = Outgoing::new(ServiceName::Gateway, key, Clock::system());
        let services = match Services::connect(settings, process.internal_tls.as_ref(), &outgoing) {
            Ok(services) => services,
            Err(error) => return vec![Probe::of::<(), _>("INTERNAL_TLS_CERT", Err(error))],
        };
        let mut probes = Vec::new();
        for (_, variable, service) in UPSTREAMS {
            probes.push(Probe::of(variable, services.ping(service).await));
        }
        probes
    }

    async fn run(settings: Settings, runtime: Runtime) -> anyhow::Result<()> {
        let listen = settings.listen;
        let bound = TcpListener::bind(listen);
        let listener = bound.with_context(|| format!("GATEWAY_LISTEN {listen} cannot be bound"))?;
        serve(settings, runtime, listener).await
    }
}

/// Serves HTTP until the runtime stops it; then open requests end.
///
/// # Errors
/// When the settings are unusable or the listener breaks.
pub async fn serve(settings: Settings, runtime: Runtime, listener: TcpListener) -> anyhow::Result<()> {
    let gateway = Data::new(Gateway::new(&settings, &runtime)?);
    let server = server(&gateway, &settings, listener)?;
    let counting = gateway.clone();
    runtime.every("gateway.api_calls", ADDING_UP, move || {
        let gateway = counting.clone();
        async move {
            gateway.api_calls.add().await;
            Ok(())
        }
    });
    let (handle, stopping) = (server.handle(), runtime.stopping());
    runtime.spawn(async move {
        stopping.await;
        handle.stop(true).await;
    });
    runtime.health.started();
    server.await?;
    gateway.api_calls.add().await;
    Ok(())
}

fn server(gateway: &Data<Gateway>, settings: &Settings, listener: TcpListener) -> anyhow::Result<Server> {
    let site = Data::new(Site::load(settings.web_root.as_deref())?);
    let (pages, health) = (Pages::new(), &gateway.runtime.health);
    for (name, _, service) in UPSTREAMS {
        let gateway = gateway.clone();
        // The gateway serves what it can while a service is away.
        health.helpful(name, move || {
            let gateway = gateway.clone();
            async move { gateway.services.ping(service).await }
        });
    }
    let gateway = gateway.clone();
    let server = HttpServer::new(move || http::app(gateway.clone(), site.clone(), pages.clone()))
        .disable_signals()
        .shutdown_timeout(DRAIN_SECONDS)
        .client_request_timeout(HEAD_PATIENCE)
        .listen(listener)?;
    Ok(server.run())
}
