//! Builds the service and runs it.

use std::sync::Arc;

use bootstrap::{Probe, Process, Runtime, Service, grpc as transport, settings::Reader};
use contracts::bcm::v1::bcm_service_server::BcmServiceServer;
use database::{Database, Schema};
use primitives::Clock;
use principal::{Authenticator, Guard, ServiceName};
use tokio::{net::TcpListener, sync::mpsc};
use tonic::service::Routes;

use crate::{clients::tiers::Tiers, config::Settings, context::Context, domain::tokens, grpc::Door, jobs};

/// Access log entries that may wait to be written; more are lost.
const WAITING_ACCESSES: usize = 8192;

/// The bcm process.
pub struct Bcm;

impl Service for Bcm {
    const NAME: &'static str = "bcm";
    const DEFAULTS: &'static str = include_str!("../config/default.toml");
    type Settings = Settings;

    fn read(reader: &mut Reader, _: &Process) -> Settings {
        Settings::read(reader)
    }

    async fn probe(_: &Process, settings: &Settings) -> Vec<Probe> {
        let database = async { Database::connect(&settings.database, Schema::Bcm)?.ping().await };
        vec![Probe::of("BCM_DATABASE_URL", database.await)]
    }

    async fn run(settings: Settings, runtime: Runtime) -> anyhow::Result<()> {
        let listener = transport::bind(settings.listen).await?;
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
    let database = Database::connect(&settings.database, Schema::Bcm)?;
    let (sender, accesses) = mpsc::channel(WAITING_ACCESSES);
    let context = Arc::new(Context {
        clock: clock.clone(),
        database: database.clone(),
        tiers: Tiers::new(runtime.redis.clone(), settings.rules.tier_ttls),
        rules: settings.rules,
        runtime: runtime.clone(),
        accesses: sender,
    });
    database.watch(&runtime.health);
    tokio::task::spawn_blocking(tokens::warm_up).await?;
    jobs::start(&context, accesses, &runtime);
    let door = BcmServiceServer::new(Door::new(context))
        .max_decoding_message_size(transport::MESSAGE_BYTES)
        .max_encoding_message_size(transport::MESSAGE_BYTES);
    let authenticator =
        Authenticator::asking_auth(ServiceName::Bcm, &runtime, &settings.auth_url, clock.clone())?;
    let guard = Guard::new(ServiceName::Bcm, &runtime, authenticator, clock);
    transport::serve(listener, Routes::new(door), guard, &runtime).await
}
