use std::{
    collections::BTreeMap,
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{App, HttpResponse, HttpServer, dev::Server, web};
use futures::future::join_all;
use serde_json::json;
use telemetry::Telemetry;
use tokio::net::lookup_host;

type Answer = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

#[derive(Clone)]
struct Check {
    needed: bool,
    probe: Arc<dyn Fn() -> Answer + Send + Sync>,
}

/// What a process depends on, asked anew for each readiness request.
#[derive(Clone)]
pub struct Health {
    service: &'static str,
    checks: Arc<Mutex<BTreeMap<&'static str, Check>>>,
    started: Arc<AtomicBool>,
    stopping: Arc<AtomicBool>,
}

/// A part that takes longer counts as away.
const PATIENCE: Duration = Duration::from_secs(2);

impl Health {
    pub(crate) fn new(service: &'static str) -> Self {
        let off = || Arc::new(AtomicBool::new(false));
        Self { service, checks: Arc::default(), started: off(), stopping: off() }
    }

    /// Without this the process is not ready.
    pub fn needed<F>(&self, name: &'static str, probe: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.add(name, true, probe);
    }

    /// Without this the process works, worse.
    pub fn helpful<F>(&self, name: &'static str, probe: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.add(name, false, probe);
    }

    fn add<F>(&self, name: &'static str, needed: bool, probe: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let probe: Arc<dyn Fn() -> Answer + Send + Sync> = Arc::new(move || Box::pin(probe()));
        self.checks.lock().unwrap_or_else(PoisonError::into_inner).insert(name, Check { needed, probe });
    }

    /// The listeners are open.
    pub fn started(&self) {
        self.started.store(true, Ordering::Release);
    }

    pub(crate) fn stopping(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Whether requests may be sent here, and a JSON report.
    pub async fn report(&self) -> (bool, serde_json::Value) {
        let checks = self.checks.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let stopping = self.stopping.load(Ordering::Acquire);
        let mut ready = self.started.load(Ordering::Acquire) && !stopping;
        let mut components = serde_json::Map::new();
        let asked = checks.into_iter().map(async |(name, check)| {
            let answer = tokio::time::timeout(PATIENCE, (check.probe)()).await;
            (name, check.needed, answer.unwrap_or_else(|_| Err("no answer in time".to_owned())))
        });
        for (name, needed, answer) in join_all(asked).await {
            ready &= answer.is_ok() || !needed;
            let state = if answer.is_ok() { "ok" } else { "down" };
            components.insert(name.to_owned(), json!(state));
            if let Err(error) = answer {
                tracing::warn!(component = name, error, "not healthy");
            }
        }
        let status = if ready {
            "ok"
        } else if stopping {
            "stopping"
        } else {
            "unavailable"
        };
        (ready, json!({ "status": status, "service": self.service, "components": components }))
    }
}

/// `/healthz` (the process lives), `/readyz` (requests may come), `/metrics` (Prometheus).
pub(crate) async fn serve(
    listen: SocketAddr,
    health: Health,
    telemetry: Arc<Telemetry>,
) -> anyhow::Result<Server> {
    let address: Vec<SocketAddr> = lookup_host(listen).await?.collect();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(health.clone()))
            .app_data(web::Data::from(telemetry.clone()))
            .route("/healthz", web::get().to(async || HttpResponse::Ok().json(json!({ "status": "ok" }))))
            .route("/readyz", web::get().to(ready))
            .route("/metrics", web::get().to(metrics))
    });
    Ok(server.workers(1).disable_signals().shutdown_timeout(1).bind(address.as_slice())?.run())
}

async fn ready(health: web::Data<Health>) -> HttpResponse {
    let (ready, report) = health.report().await;
    if ready { HttpResponse::Ok().json(report) } else { HttpResponse::ServiceUnavailable().json(report) }
}

async fn metrics(telemetry: web::Data<Telemetry>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(telemetry.metrics())
}
