use std::{
    collections::{BTreeMap, HashMap},
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{net::lookup_host, sync::watch};
use tokio_util::task::AbortOnDropHandle;
use tonic::{
    Code, Status,
    body::Body,
    codegen::http::{Request, Response, Uri},
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint},
};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tower::{BoxError, Service as _};
use url::{Host, Url};

use super::{TRAILER_BYTES, identity};
use crate::InternalTls;

/// One process that serves, and one connection to it.
pub struct Instance {
    pub address: SocketAddr,
    connection: Channel,
    serving: AtomicBool,
    under_way: AtomicUsize,
}

impl Instance {
    fn new(address: SocketAddr, endpoint: &Endpoint) -> Self {
        let connection = endpoint.connect_lazy();
        Self { address, connection, serving: AtomicBool::new(false), under_way: AtomicUsize::new(0) }
    }

    /// Whether it was serving when it last said something.
    pub fn is_serving(&self) -> bool {
        self.serving.load(Ordering::Relaxed)
    }

    /// How many calls wait for the beginning of their answer.
    pub fn under_way(&self) -> usize {
        self.under_way.load(Ordering::Relaxed)
    }

    pub async fn call(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        let _one_less = OneLess(&self.under_way);
        let mut connection = self.connection.clone();
        std::future::poll_fn(|context| connection.poll_ready(context)).await?;
        Ok(connection.call(request).await?)
    }

    /// Listens to what the instance says about itself, and asks again whenever that ends.
    async fn listen(self: Arc<Self>) {
        let mut wait = FIRST_WAIT;
        loop {
            let silent = knows_no_health(&self.hear().await);
            let served = self.serving.swap(silent, Ordering::Relaxed);
            wait = if served && !silent { FIRST_WAIT } else { (wait * 2).min(LONGEST_WAIT) };
            tokio::time::sleep(wait).await;
        }
    }

    async fn hear(&self) -> Result<(), Status> {
        let mut client = HealthClient::new(self.connection.clone());
        let mut told = client.watch(HealthCheckRequest::default()).await?.into_inner();
        while let Some(answer) = told.message().await? {
            self.serving.store(answer.status() == ServingStatus::Serving, Ordering::Relaxed);
        }
        Ok(())
    }
}

struct OneLess<'a>(&'a AtomicUsize);

impl Drop for OneLess<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A server that knows no health checks is taken for well, as gRPC has it.
fn knows_no_health(heard: &Result<(), Status>) -> bool {
    heard.as_ref().is_err_and(|status| status.code() == Code::Unimplemented)
}

const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// How soon a change of what a name stands for is noticed.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Keeps what is known of the instances of a service up to date.
pub struct Instances {
    /// What to look at, and how to reach what is found there.
    places: Vec<Place>,
    known: watch::Sender<Vec<Arc<Instance>>>,
    listening: HashMap<SocketAddr, AbortOnDropHandle<()>>,
}

struct Place {
    url: Url,
    tls: Option<ClientTlsConfig>,
}

impl Instances {
    pub fn of(
        addresses: &[Url],
        tls: Option<&InternalTls>,
    ) -> anyhow::Result<(Self, watch::Receiver<Vec<Arc<Instance>>>)> {
        let place = |url: &Url| {
            let place = Place { url: url.clone(), tls: tls.map(|tls| client_tls(tls, url)) };
            // What is wrong with an address or a certificate is to be told now.
            place.endpoint(([127, 0, 0, 1], 1).into()).map(|_| place)
        };
        let places = addresses.iter().map(place).collect::<Result<_, _>>()?;
        let (known, receiver) = watch::channel(Vec::new());
        Ok((Self { places, known, listening: HashMap::new() }, receiver))
    }

    /// Looks, again and again.
    pub async fn look(mut self) {
        loop {
            self.refresh().await;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// An instance whose name is not found just now is still there for all we know.
    async fn refresh(&mut self) {
        let mut found = BTreeMap::new();
        let mut all = true;
        for place in &self.places {
            match place.resolve().await {
                Ok(addresses) => {
                    all &= !addresses.is_empty();
                    found.extend(addresses.into_iter().filter_map(|it| Some((it, place.endpoint(it).ok()?))));
                }
                Err(error) => {
                    all = false;
                    tracing::warn!(host = place.url.host_str(), %error, "a service cannot be found");
                }
            }
        }
        let mut instances = self.known.borrow().clone();
        let before = instances.len();
        instances.retain(|one| found.remove(&one.address).is_some() || !all);
        let changed = instances.len() != before || !found.is_empty();
        for (address, endpoint) in found {
            let instance = Arc::new(Instance::new(address, &endpoint));
            let listening = tokio::spawn(instance.clone().listen());
            self.listening.insert(address, AbortOnDropHandle::new(listening));
            instances.push(instance);
        }
        if changed {
            self.listening.retain(|address, _| instances.iter().any(|one| one.address == *address));
            self.known.send_replace(instances);
        }
    }
}

impl Place {
    async fn resolve(&self) -> io::Result<Vec<SocketAddr>> {
        let port = self.url.port_or_known_default().unwrap_or_default();
        match self.url.host() {
            Some(Host::Ipv4(ip)) => Ok(vec![(ip, port).into()]),
            Some(Host::Ipv6(ip)) => Ok(vec![(ip, port).into()]),
            Some(Host::Domain(name)) => Ok(lookup_host((name, port)).await?.collect()),
            None => Ok(Vec::new()),
        }
    }

    fn endpoint(&self, address: SocketAddr) -> anyhow::Result<Endpoint> {
        let endpoint = Endpoint::from_shared(format!("{}://{address}", self.url.scheme()))?
            .origin(self.url.as_str().parse::<Uri>()?)
            .connect_timeout(Duration::from_secs(2))
            .tcp_nodelay(true)
            .http2_max_header_list_size(TRAILER_BYTES)
            .http2_keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(Duration::from_secs(5))
            .keep_alive_while_idle(true);
        Ok(match &self.tls {
            Some(tls) => endpoint.tls_config(tls.clone())?,
            None => endpoint,
        })
    }
}

fn client_tls(tls: &InternalTls, url: &Url) -> ClientTlsConfig {
    let config =
        ClientTlsConfig::new().identity(identity(tls)).ca_certificate(Certificate::from_pem(&tls.authority));
    config.domain_name(url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(urls: &[&str]) -> Vec<Place> {
        urls.iter().map(|url| Place { url: url.parse().unwrap(), tls: None }).collect()
    }

    #[tokio::test]
    async fn what_a_name_stands_for_now_is_known_and_what_it_no_longer_stands_for_is_forgotten() {
        let (mut instances, known) = Instances::of(&[], None).unwrap();
        let ports = || known.borrow().iter().map(|one| one.address.port()).collect::<Vec<_>>();
        instances.places = places(&["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:2"]);
        instances.refresh().await;
        assert_eq!(ports(), [1, 2]);
        let second = known.borrow()[1].clone();
        instances.places = places(&["http://127.0.0.1:2", "http://127.0.0.1:3"]);
        instances.refresh().await;
        assert_eq!(ports(), [2, 3]);
        assert!(Arc::ptr_eq(&known.borrow()[0], &second), "its connection is kept");
        assert_eq!(instances.listening.len(), 2);
    }

    #[tokio::test]
    async fn an_instance_whose_name_is_not_found_just_now_is_kept() {
        let (mut instances, known) = Instances::of(&[], None).unwrap();
        instances.places = places(&["http://127.0.0.1:1"]);
        instances.refresh().await;
        instances.places = places(&["http://nowhere.invalid:1", "http://127.0.0.1:2"]);
        instances.refresh().await;
        assert_eq!(known.borrow().len(), 2);
    }
}
