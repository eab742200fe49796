use std::{fs, time::Duration};

use bootstrap::{Health, settings::Reader};
use deadpool::Runtime;
use diesel_async::{
    AsyncPgConnection, SimpleAsyncConnection as _,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
        deadpool::{Object, Pool},
    },
};
use futures::{FutureExt as _, future, future::BoxFuture, join};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::runtime::Handle;

use crate::{Conn, Error, Schema, Scope, Tls, Tx, connect::Connector};

/// How to reach a service's database.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address with the service's own role.
    pub url: SecretString,
    /// Most connections held.
    pub pool_size: usize,
    /// Certificates accepted.
    pub tls: Tls,
}

impl Settings {
    /// Reads `<SERVICE>_DATABASE_URL`, `…_DATABASE_POOL_SIZE` and `…_DATABASE_CA` (a PEM file).
    pub fn read(reader: &mut Reader, schema: Schema) -> Self {
        let variable = |what: &str| format!("{}_DATABASE_{what}", schema.service().to_uppercase());
        let name = variable("URL");
        let url = reader.secret(&name);
        let text = url.expose_secret();
        if !text.is_empty() && !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme))
        {
            reader.fault(&name, "must be an address with postgres://");
        }
        let name = variable("CA");
        let tls = match reader.optional(&name).map(fs::read_to_string) {
            Some(Ok(pem)) => Tls::Authorities(pem),
            Some(Err(error)) => {
                reader.fault(&name, format!("names a file that cannot be read: {error}"));
                Tls::Native
            }
            None => Tls::Native,
        };
        Self { url, pool_size: reader.number(&variable("POOL_SIZE"), 1..=1000), tls }
    }
}

/// A service's database. Clones share one pool.
#[derive(Clone)]
pub struct Database {
    pool: Pool<AsyncPgConnection>,
    /// The runtime that connections live on.
    home: Handle,
}

/// How long a caller waits for a free connection, or for a new one, before the answer is "unavailable".
const WAIT: Duration = Duration::from_secs(2);

impl Database {
    /// Opens no connection yet, so a service starts while its database is away.
    ///
    /// # Errors
    /// When the address or the authorities are unreadable.
    pub fn connect(settings: &Settings, schema: Schema) -> Result<Self, Error> {
        let name = schema.name();
        let connector = Connector::new(&settings.url, &settings.tls, name, session_settings(name))?;
        let mut config = ManagerConfig::default();
        config.recycling_method = RecyclingMethod::Fast;
        config.custom_setup = Box::new(move |_| connector.open());
        let manager = AsyncDieselConnectionManager::new_with_config("", config);
        let pool = Pool::builder(manager)
            .max_size(settings.pool_size)
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(WAIT))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::Connection(error.to_string()))?;
        Ok(Self { pool, home: Handle::current() })
    }

    /// Makes the process's readiness depend on this database.
    pub fn watch(&self, health: &Health) {
        let database = self.clone();
        health.needed("postgres", move || {
            let database = database.clone();
            async move { database.ping().await.map_err(|error| error.to_string()) }
        });
    }

    /// Begins a transaction that sees what `scope` may see.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn begin(&self, scope: Scope) -> Result<Tx, Error> {
        let (tx, ()) = self.begin_with(scope, |_| future::ready(Ok(())).boxed()).await?;
        Ok(tx)
    }

    /// Begins a transaction together with its first statements, in one round trip.
    ///
    /// # Errors
    /// When no connection can be had, or what the first statements made of it.
    pub async fn begin_with<T>(
        &self,
        scope: Scope,
        first: impl for<'c> Fn(&'c Conn) -> BoxFuture<'c, Result<T, Error>>,
    ) -> Result<(Tx, T), Error> {
        let statement = scope.begin_statement();
        // A pooled connection may have died with a server that has restarted since; each such one is dropped and the
        // next tried, at the latest a new one.
        for _ in 0..=self.pool.status().max_size {
            // A Tx from the first moment: dropped while BEGIN is under way, it is rolled back like any other.
            let tx = Tx::new(self.connection().await?, self.home.clone());
            let (begun, answer) = {
                let mut conn: &Conn = &tx;
                // What is polled first is sent first.
                join!(conn.batch_execute(&statement), first(&tx))
            };
            match begun {
                Ok(()) => return Ok((tx, answer?)),
                Err(error) => {
                    tracing::warn!(%error, "a pooled database connection was unusable");
                    tx.discard();
                }
            }
        }
        Err(Error::Connection("no usable connection".to_owned()))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        self.begin(Scope::default()).await?.commit().await
    }

    async fn connection(&self) -> Result<Object<AsyncPgConnection>, Error> {
        self.pool.get().await.map_err(|error| Error::Connection(error.to_string()))
    }
}

fn session_settings(schema: &str) -> String {
    format!(
        "SET search_path TO {schema};SET timezone TO 'UTC';\
         SET statement_timeout TO '10s';SET lock_timeout TO '5s';SET idle_in_transaction_session_timeout TO '30s'"
    )
}
