use std::{future::Future, sync::Arc};

use bootstrap::{Mailer, Probe, Process, Runtime, Service, grpc, settings::Reader};
use contracts::auth::v1::auth_service_server::AuthServiceServer;
use database::{Database, Schema};
use primitives::Clock;
use principal::{Authenticator, Guard, Outgoing, ServiceKey, ServiceName};
use tokio::net::TcpListener;
use tonic::service::Routes;

use crate::{
    clients::{
        onboarding::Onboarding, payments::Payments, readiness_cache::ReadinessCache,
        session_board::SessionBoard,
    },
    config::Settings,
    context::{Context, HashPool, OwnAuthority},
    domain::{password_hash::Hashing, signing::SigningKeys},
    grpc::Door,
    jobs,
};

/// The auth process.
pub struct App;

impl Service for App {
    const NAME: &'static str = "auth";
    const DEFAULTS: &'static str = include_str!("../config/default.toml");
    type Settings = Settings;

    fn read(reader: &mut Reader, process: &Process) -> Settings {
        Settings::read(reader, process)
    }

    fn probe(_: &Process, settings: &Settings) -> impl Future<Output = Vec<Probe>> + Send {
        let (database, mail) = (settings.database.clone(), settings.mail.clone());
        async move {
            let postgres = async { anyhow::Ok(Database::connect(&database, Schema::Auth)?.ping().await?) };
            let smtp = async { anyhow::Ok(Mailer::new(&mail)?.ping().await?) };
            vec![Probe::of("AUTH_DATABASE_URL", postgres.await), Probe::of("SMTP_URL", smtp.await)]
        }
    }

    async fn run(settings: Settings, runtime: Runtime) -> anyhow::Result<()> {
        let listener = grpc::bind(settings.listen).await?;
        serve(settings, runtime, Clock::system(), listener).await
    }
}

/// Serves on a listener until the runtime stops.
///
/// # Errors
/// When a setting is unusable or the listener breaks.
pub async fn serve(
    settings: Settings,
    runtime: Runtime,
    clock: Clock,
    listener: TcpListener,
) -> anyhow::Result<()> {
    let context = Arc::new(build(&settings, &runtime, clock)?);
    register_health(&context, &runtime);
    jobs::start(&context, &runtime);
    let routes = Routes::new(AuthServiceServer::new(Door::new(context.clone())));
    grpc::serve(listener, routes, guard(&context, &runtime), &runtime).await
}

fn build(settings: &Settings, runtime: &Runtime, clock: Clock) -> anyhow::Result<Context> {
    let process = &runtime.process;
    let hashing = settings.hashing;
    let outgoing =
        Outgoing::new(ServiceName::Auth, ServiceKey::new(&process.internal_service_key), clock.clone());
    let channel = |url| grpc::channel(url, process.internal_tls.as_ref());
    Ok(Context {
        database: Database::connect(&settings.database, Schema::Auth)?,
        keys: Arc::new(SigningKeys::new(&settings.jwt.0, &settings.jwt.1)?),
        hashes: HashPool::new(
            Hashing::new(hashing.memory_kib, hashing.iterations, hashing.parallelism)?,
            hashing.workers,
        ),
        board: SessionBoard::new(runtime.redis.clone()),
        readiness: ReadinessCache::new(runtime.redis.clone()),
        payments: Payments::new(channel(&settings.payments)?, outgoing.clone()),
        onboarding: Onboarding::new(channel(&settings.onboarding)?, outgoing),
        mailer: Mailer::new(&settings.mail)?,
        limits: settings.sessions,
        require_email_verification: settings.require_email_verification,
        issuer: principal::issuer(&process.api_url),
        app_url: process.app_url.clone(),
        clock,
    })
}

fn guard(context: &Context, runtime: &Runtime) -> Guard {
    let authority = OwnAuthority {
        keys: context.keys.clone(),
        database: context.database.clone(),
        board: context.board.clone(),
        clock: context.clock.clone(),
    };
    let (redis, clock) = (runtime.redis.clone(), context.clock.clone());
    let authenticator = Authenticator::new(Arc::new(authority), redis, clock.clone(), context.issuer.clone());
    Guard::new(ServiceName::Auth, runtime, authenticator, clock)
}

fn register_health(context: &Context, runtime: &Runtime) {
    context.database.watch(&runtime.health);
    let mailer = context.mailer.clone();
    runtime.health.helpful("mail", move || {
        let mailer = mailer.clone();
        async move { mailer.ping().await.map_err(|error| error.to_string()) }
    });
}
