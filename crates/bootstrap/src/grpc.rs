//! gRPC: the server that every service runs, and channels to the others.

mod channel;
mod instances;

use std::{collections::HashSet, convert::Infallible, future::Future, net::SocketAddr, time::Duration};

use anyhow::Context as _;
use prost::{DecodeError, Message as _};
use prost_types::FileDescriptorSet;
use secrecy::ExposeSecret as _;
use telemetry::ServeCalls;
use tokio::net::TcpListener;
use tonic::{
    body::Body,
    codegen::http::{Request, Response},
    service::Routes,
    transport::{Certificate, Identity, Server, ServerTlsConfig, server::TcpIncoming},
};
use tower::{Layer, Service};

pub use channel::{Channel, channel};

use crate::{InternalTls, Runtime, runtime::DRAIN, settings::Reader};

/// The largest message either way: a whole onboarding session with every step at its limit.
pub const MESSAGE_BYTES: usize = 64 << 20;

/// The longest trailers: a version conflict carries the current document of a step, 512 KiB, twice encoded.
const TRAILER_BYTES: u32 = 4 << 20;

/// A call without a deadline of its own ends after this.
const LONGEST_CALL: Duration = Duration::from_secs(60);

/// Reads `GRPC_LISTEN`.
pub fn read_listen(reader: &mut Reader) -> SocketAddr {
    reader.parsed("GRPC_LISTEN", ([127, 0, 0, 1], 0).into(), "must be host:port")
}

/// Binds the address of [`read_listen`].
///
/// # Errors
/// When it cannot be bound.
pub async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| format!("GRPC_LISTEN {listen} cannot be bound"))
}

/// Serves `routes` behind `guard`, with health and reflection. When the process is about to leave, clients are told to go
/// elsewhere; at the word to stop connections are wound up and open calls end.
///
/// # Errors
/// When the certificates are unusable or the listener breaks.
pub async fn serve<G>(
    listener: TcpListener,
    routes: Routes,
    guard: G,
    runtime: &Runtime,
) -> anyhow::Result<()>
where
    G: Layer<Routes> + Clone,
    G::Service:
        Service<Request<Body>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    <G::Service as Service<Request<Body>>>::Future: Send + 'static,
{
    let (mut reporter, health) = tonic_health::server::health_reporter();
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(contracts::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    // many clients know the older name only
    let (reflection, older) = (reflection().build_v1()?, reflection().build_v1alpha()?);
    let mut server =
        Server::builder().timeout(LONGEST_CALL).http2_keepalive_interval(Some(Duration::from_secs(30)));
    if let Some(tls) = &runtime.process.internal_tls {
        server = server.tls_config(server_tls(tls))?;
    }
    let (leaving, stopping) = (runtime.leaving(), runtime.stopping());
    let going = async move {
        leaving.await;
        reporter.set_service_status("", tonic_health::ServingStatus::NotServing).await;
        stopping.await;
        // Ends what clients hear about our health with, which would hold their connections open.
        reporter.clear_service_status("").await;
    };
    runtime.health.started();
    // Of the server's own settings this one is lost on a listener that is handed in; without it an answer waits 40 ms.
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let serving = server
        .layer(ServeCalls::of(methods()?))
        .layer(guard)
        .add_routes(routes.add_service(health).add_service(reflection).add_service(older))
        .serve_with_incoming_shutdown(incoming, going);
    // A half-open connection would hold the end up for ever.
    let stopped = runtime.stopping();
    let cut_off = async {
        stopped.await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = serving => ended?,
        () = cut_off => tracing::warn!("open calls were cut off"),
    }
    Ok(())
}

/// Every method that a service can have, as `package.Service/Method`.
fn methods() -> Result<HashSet<String>, DecodeError> {
    let mut methods = HashSet::new();
    for described in [
        contracts::DESCRIPTORS,
        tonic_health::pb::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
    ] {
        for file in FileDescriptorSet::decode(described)?.file {
            for service in &file.service {
                let name = format!("{}.{}", file.package(), service.name());
                methods.extend(service.method.iter().map(|method| format!("{name}/{}", method.name())));
            }
        }
    }
    Ok(methods)
}

fn identity(tls: &InternalTls) -> Identity {
    Identity::from_pem(&tls.certificate, tls.key.expose_secret())
}

fn server_tls(tls: &InternalTls) -> ServerTlsConfig {
    ServerTlsConfig::new().identity(identity(tls)).client_ca_root(Certificate::from_pem(&tls.authority))
}

/// Makes a call once more when it did not reach the service or its connection was lost; for calls that may run twice. An answer of the service, which
/// has details, stands.
///
/// # Errors
/// What the second try answered.
pub async fn retry_once<T, F>(mut call: impl FnMut() -> F) -> Result<T, tonic::Status>
where
    F: Future<Output = Result<T, tonic::Status>>,
{
    let unreached = |status: &tonic::Status| {
        let away = status.code() == tonic::Code::Unavailable && status.details().is_empty();
        away || problem::connection_lost(status)
    };
    match call().await {
        Err(status) if unreached(&status) => call().await,
        answer => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_methods_of_every_contract_are_known() {
        let methods = methods().unwrap();
        for known in [
            "raptorflow.auth.v1.AuthService/VerifyProfile",
            "raptorflow.bcm.v1.BcmService/GetManifest",
            "grpc.health.v1.Health/Check",
            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        ] {
            assert!(methods.contains(known), "{known}");
        }
    }
}
