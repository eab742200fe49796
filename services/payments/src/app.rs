use std::sync::Arc;

use bootstrap::{Mailer, Probe, Process, Runtime, Service, grpc as server, settings::Reader};
use contracts::payments::v1::payments_service_server::PaymentsServiceServer;
use database::{Database, Schema};
use principal::{Authenticator, Guard, Outgoing, ServiceKey, ServiceName};
use tokio::net::TcpListener;
use tonic::service::Routes;

use crate::{
    clients::{Contacts, PhonePe, Vault},
    config::Settings,
    context::{Context, Turnstile},
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
    let process = &runtime.process;
    let clock = || settings.clock.clone();
    let auth = server::channel(&settings.auth, process.internal_tls.as_ref())?;
    let key = ServiceKey::new(&process.internal_service_key);
    let outgoing = Outgoing::new(ServiceName::Payments, key, clock());
    let authenticator = Authenticator::asking_auth(ServiceName::Payments, &runtime, &settings.auth, clock())?;
    let guard = Guard::new(ServiceName::Payments, &runtime, authenticator, clock());
    let context = Arc::new(context(&settings, &runtime, Contacts::new(auth, outgoing))?);
    context.database.watch(&runtime.health);
    jobs::start(&runtime, &context, settings.tick);
    let service = PaymentsServiceServer::new(Payments::new(context))
        .max_decoding_message_size(server::MESSAGE_BYTES)
        .max_encoding_message_size(server::MESSAGE_BYTES);
    server::serve(listener, Routes::new(service), guard, &runtime).await
}

fn context(settings: &Settings, runtime: &Runtime, contacts: Contacts) -> anyhow::Result<Context> {
    let database = Database::connect(&settings.database, Schema::Payments)?;
    let phonepe = &settings.phonepe;
    // A call, and what comes before and after it.
    let lease = phonepe.timeout + std::time::Duration::from_secs(30);
    let patience = lease + phonepe.timeout * (phonepe.retries + 1);
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
        patience,
        lease: lease.try_into()?,
        processing: Turnstile::default(),
        runtime: runtime.clone(),
    })
}
