use std::{net::SocketAddr, sync::Mutex, time::Duration};

use bootstrap::{Environment, Process, Runtime};
use secrecy::SecretString;
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::Runtime as Threads,
};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{
    service::Routes,
    transport::{Channel, Endpoint, Server},
};
use url::Url;

use crate::TestRedis;

/// Common settings of a service under test.
#[must_use]
pub fn process(redis: &TestRedis) -> Process {
    let app: Url = "http://localhost:3000".parse().unwrap();
    Process {
        environment: Environment::Local,
        admin_listen: ([127, 0, 0, 1], 0).into(),
        shutdown_delay: Duration::ZERO,
        telemetry: telemetry::Settings {
            log_level: "info".to_owned(),
            otlp_endpoint: None,
            sample_ratio: 1.0,
        },
        redis_url: redis.url(),
        redis_key_prefix: redis.prefix().to_owned(),
        redis_cluster: redis.is_cluster(),
        internal_service_key: SecretString::from("a service key that only tests have"),
        internal_tls: None,
        app_url: app.clone(),
        api_url: app,
    }
}

/// A service running inside the test, on threads of its own.
pub struct Serving {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its runtime; drain it to stop the service as SIGTERM would.
    pub runtime: Runtime,
    threads: Mutex<Option<Threads>>,
}

impl Serving {
    /// Starts a service: `serve` gets the runtime and a listener on a free port.
    pub async fn start<F>(
        name: &'static str,
        process: Process,
        serve: impl FnOnce(Runtime, TcpListener) -> F,
    ) -> Self
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let threads = Threads::new().unwrap();
        let (runtime, listener) = {
            let _entered = threads.enter();
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            listener.set_nonblocking(true).unwrap();
            (Runtime::embedded(name, process).unwrap(), TcpListener::from_std(listener).unwrap())
        };
        let address = listener.local_addr().unwrap();
        let serving = serve(runtime.clone(), listener);
        threads.spawn(async move {
            if let Err(error) = serving.await {
                panic!("{name}: {error:#}");
            }
        });
        Self { address, runtime, threads: Mutex::new(Some(threads)) }
    }

    /// `http://host:port`.
    #[must_use]
    pub fn url(&self) -> Url {
        format!("http://{}", self.address).parse().unwrap()
    }

    /// A channel to it.
    #[must_use]
    pub fn channel(&self) -> Channel {
        channel(self.address)
    }

    /// Ends it in the middle of whatever it does, as kill -9 would.
    pub fn kill(&self) {
        if let Some(threads) = self.threads.lock().unwrap().take() {
            threads.shutdown_background();
        }
    }

    /// Waits until it takes connections.
    pub async fn ready(&self) {
        crate::eventually("the service listens", async || TcpStream::connect(self.address).await.ok()).await;
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(crate) fn channel(address: SocketAddr) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    endpoint.connect_timeout(Duration::from_secs(2)).connect_lazy()
}

/// Serves a test's own version of another service (see [`crate::stubs`]) on a free port until the test ends.
pub async fn serve_stub(routes: Routes) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(Server::builder().add_routes(routes).serve_with_incoming(TcpListenerStream::new(listener)));
    address
}
