use std::{sync::Arc, time::Duration};

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection as _};
use futures::future::BoxFuture;
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::runtime::Handle;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Error;

/// Which certificates a database server may show. The chain and the name are always verified.
#[derive(Debug, Clone, Default)]
pub enum Tls {
    /// The machine's trust store.
    #[default]
    Native,
    /// PEM text of the authorities to trust instead.
    Authorities(String),
}

/// Opens connections on one runtime, whoever asks for them: a connection lives as long as the runtime it was opened on.
#[derive(Clone)]
pub(crate) struct Connector {
    config: Arc<tokio_postgres::Config>,
    tls: Option<MakeRustlsConnect>,
    runtime: Handle,
    /// Run on every new connection.
    prelude: Arc<str>,
}

impl Connector {
    /// `name` is how the server calls these connections where the address has no other name for them.
    pub(crate) fn new(url: &SecretString, tls: &Tls, name: &str, prelude: String) -> Result<Self, Error> {
        let mut config: tokio_postgres::Config = url
            .expose_secret()
            .parse()
            .map_err(|error: tokio_postgres::Error| Error::Address(error.to_string()))?;
        // A server that went without a word is noticed in seconds, not when the kernel gives up.
        config.connect_timeout(Duration::from_secs(2));
        config.tcp_user_timeout(Duration::from_secs(10));
        config.keepalives_idle(Duration::from_secs(30));
        if config.get_application_name().is_none() {
            config.application_name(name);
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(MakeRustlsConnect::new(client_config(tls)?)),
        };
        Ok(Self { config: Arc::new(config), tls, runtime: Handle::current(), prelude: prelude.into() })
    }

    pub(crate) fn open(&self) -> BoxFuture<'static, ConnectionResult<AsyncPgConnection>> {
        let connector = self.clone();
        Box::pin(async move {
            let opening = connector.runtime.clone().spawn(connector.open_here());
            opening.await.map_err(|error| ConnectionError::BadConnection(error.to_string()))?
        })
    }

    async fn open_here(self) -> ConnectionResult<AsyncPgConnection> {
        let bad = |error: tokio_postgres::Error| ConnectionError::BadConnection(chain(&error));
        let mut connection = match self.tls {
            Some(tls) => {
                let (client, driver) = self.config.connect(tls).await.map_err(bad)?;
                AsyncPgConnection::try_from_client_and_connection(client, driver).await?
            }
            None => {
                let (client, driver) = self.config.connect(tokio_postgres::NoTls).await.map_err(bad)?;
                AsyncPgConnection::try_from_client_and_connection(client, driver).await?
            }
        };
        if !self.prelude.is_empty() {
            let setup = connection.batch_execute(&self.prelude).await;
            setup.map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
        }
        Ok(connection)
    }
}

fn chain(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn client_config(tls: &Tls) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    match tls {
        Tls::Native => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        Tls::Authorities(pem) => {
            use rustls::pki_types::{CertificateDer, pem::PemObject as _};
            let certificates = CertificateDer::pem_slice_iter(pem.as_bytes())
                .collect::<Result<Vec<_>, _>>()
                .map_err(|error| Error::Address(format!("authorities: {error}")))?;
            roots.add_parsable_certificates(certificates);
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Address(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
