use std::sync::Arc;

use bootstrap::{Mailer, Probe, Process, Runtime, Service, grpc as server, settings::Reader};
use contracts::payments::v1::payments_service_server::PaymentsServiceServer;
use database::{Database, Schema};
use principal::{Authenticator, Guard, Outgoing, RemoteAuthority, ServiceKey, ServiceName};
use tokio::net::TcpListener;
use tonic::{service::Routes, transport::Channel};

use crate::{
    clients::{Contacts, PhonePe, Vault},
    config::Settings,
    context::Context,
    grpc::Payments,
    jobs,
    store::{Cache, KnownPlans},
};

/// The payments process.
pub struct App;

impl Service for App {
    const NAME: &'static str = "payments";
    const DEFAULTS: &'static str = include_str!("../config/default.toml");
    type Settings = Settings;

    fn read(reader: &mut Reader, process: &Process) -> Settings {
        Settings::read(reader, process)
    }

    async fn probe(_: &Process, settings: &Settings) -> Vec<Probe> {
        let database = async { Database::connect(&settings.database, Schema::Payments)?.ping().await };
        let phonepe = async { anyhow::Ok(PhonePe::new(&settings.phonepe, &settings.clock)?.ping().await?) };
        let mail = async { anyhow::Ok(Mailer::new(&settings.mail)?.ping().await?) };
        let (database, phonepe, mail) = tokio::join!(database, phonepe, mail);
        vec![
            Probe::of("PAYMENTS_DATABASE_URL", database),
            Probe::of("PHONEPE_CLIENT_ID", phonepe),
            Probe::of("SMTP_URL", mail),
        ]
    }

    async fn run(settings: Settings, runtime: Runtime) -> anyhow::Result<()> {
        let listener = server::bind(settings.listen).await?;
        serve(settings, runtime, listener).await
    }
}

/// Serves payments on `listener` until the runtime stops it.
///
/// # Errors
/// When an address is unusable or the listener breaks.
pub async fn serve(settings: Settings, runtime: Runtime, listener: TcpListener) -> anyhow::Result<()> {
    let tls = runtime.process.internal_tls.clone();
    let auth = server::channel(&settings.auth, tls.as_ref())?;
    let key = ServiceKey::new(&runtime.process.internal_service_key);
    let outgoing = Outgoing::new(ServiceName::Payments, key.clone(), settings.clock.clone());
    let guard = guard(&settings, &runtime, (auth.clone(), outgoing.clone()), key);
    let context = Arc::new(context(&settings, &runtime, Contacts::new(auth, outgoing))?);
    watch_health(&runtime, &context.database);
    jobs::start(&runtime, &context, settings.tick);
    let service = PaymentsServiceServer::new(Payments::new(context))
        .max_decoding_message_size(server::MESSAGE_BYTES)
        .max_encoding_message_size(server::MESSAGE_BYTES);
    server::serve(listener, Routes::new(service), guard, &runtime).await
}

fn guard(
    settings: &Settings,
    runtime: &Runtime,
    (auth, outgoing): (Channel, Outgoing),
    key: ServiceKey,
) -> Guard {
    let authority = Arc::new(RemoteAuthority::new(auth, outgoing));
    let issuer = principal::issuer(&runtime.process.api_url);
    let clock = settings.clock.clone();
    let authenticator = Authenticator::new(authority, runtime.redis.clone(), clock.clone(), issuer);
    Guard::new(ServiceName::Payments, key, clock, Arc::new(authenticator))
}

fn context(settings: &Settings, runtime: &Runtime, contacts: Contacts) -> anyhow::Result<Context> {
    let database = Database::connect(&settings.database, Schema::Payments)?;
    let phonepe = &settings.phonepe;
    // A call, its repeats, and what comes before and after it.
    let patience = phonepe.timeout * (phonepe.retries + 2) + std::time::Duration::from_secs(30);
    Ok(Context {
        cache: Cache::new(runtime.redis.clone()),
        plans: KnownPlans::new(database.clone()),
        database,
        clock: settings.clock.clone(),
        phonepe: PhonePe::new(phonepe, &settings.clock)?,
        contacts,
        mailer: Mailer::new(&settings.mail)?,
        vault: Vault::new(&settings.instrument_key)?,
        webhook: settings.webhook.clone(),
        rules: settings.rules.clone(),
        app_url: runtime.process.app_url.clone(),
        patience: patience.try_into()?,
        runtime: runtime.clone(),
    })
}

fn watch_health(runtime: &Runtime, database: &Database) {
    let database = database.clone();
    runtime.health.needed("database", move || {
        let database = database.clone();
        async move { database.ping().await.map_err(|error| error.to_string()) }
    });
}
