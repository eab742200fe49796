use std::sync::Arc;

use anyhow::Context as _;
use bootstrap::{Probe, Process, Runtime, grpc as channels, settings::Reader};
use database::{Database, Schema};
use principal::{Authenticator, Guard, Outgoing, ServiceKey, ServiceName};
use tokio::net::TcpListener;

use crate::{
    clients::{AccessCache, AssistCache, Bcm, Copies, Payments},
    config::Settings,
    context::{Context, Rules},
    domain::Catalogue,
    grpc, jobs,
};

/// The onboarding service.
pub struct App;

impl bootstrap::Service for App {
    const NAME: &'static str = "onboarding";
    const DEFAULTS: &'static str = include_str!("../config/default.toml");
    type Settings = Settings;

    fn read(reader: &mut Reader, _process: &Process) -> Settings {
        Settings::read(reader)
    }

    async fn probe(_process: &Process, settings: &Settings) -> Vec<Probe> {
        let answer = async { Database::connect(&settings.database, Schema::Onboarding)?.ping().await };
        vec![Probe::of("ONBOARDING_DATABASE_URL", answer.await)]
    }

    async fn run(settings: Settings, runtime: Runtime) -> anyhow::Result<()> {
        let listener = channels::bind(settings.listen).await?;
        Self::serve(settings, runtime, listener).await
    }
}

impl App {
    /// Serves calls on `listener` and runs the jobs until the runtime stops.
    ///
    /// # Errors
    /// When a setting is unusable or the listener breaks.
    pub async fn serve(settings: Settings, runtime: Runtime, listener: TcpListener) -> anyhow::Result<()> {
        let database = Database::connect(&settings.database, Schema::Onboarding)?;
        database.watch(&runtime.health);
        let process = &runtime.process;
        let clock = || settings.clock.clone();
        let key = ServiceKey::new(&process.internal_service_key);
        let outgoing = Outgoing::new(ServiceName::Onboarding, key, clock());
        let channel = |url| channels::channel(url, process.internal_tls.as_ref());
        let authenticator =
            Authenticator::asking_auth(ServiceName::Onboarding, &runtime, &settings.auth, clock())?;
        let guard = Guard::new(ServiceName::Onboarding, &runtime, authenticator, clock());
        let payments = Payments::new(channel(&settings.payments)?, outgoing.clone());
        let bcm = Bcm::new(channel(&settings.bcm)?, outgoing);
        let context = Arc::new(context(&settings, &runtime, database, (payments, bcm))?);
        jobs::start(&context, &runtime);
        channels::serve(listener, grpc::routes(context), guard, &runtime).await
    }
}

fn context(
    settings: &Settings,
    runtime: &Runtime,
    database: Database,
    (payments, bcm): (Payments, Bcm),
) -> anyhow::Result<Context> {
    let redis = runtime.redis.clone();
    Ok(Context {
        database,
        catalogue: Catalogue::load().context("the step files")?,
        payments,
        access: AccessCache::default(),
        bcm,
        copies: Copies::new(redis.clone(), runtime.clone(), settings.idle, settings.draft_copy),
        assists: AssistCache::new(redis),
        clock: settings.clock.clone(),
        rules: Rules { idle: settings.idle.try_into()?, cleanup_batch: settings.cleanup_batch },
        runtime: runtime.clone(),
    })
}
