//! A load balancer as it stands before gateways: it passes connections on to those that say they are ready, and looks at each
//! again and again.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const LOOK_EVERY: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(2);

/// Ends when it is dropped.
pub struct Balancer {
    address: SocketAddr,
    _tasks: JoinSet<()>,
}

struct Target {
    address: SocketAddr,
    health: String,
    ready: AtomicBool,
    connections: AtomicUsize,
}

impl Balancer {
    /// Before gateways at these ports, with the port of their health.
    pub async fn before(gateways: &[(u16, u16)]) -> Result<Self> {
        let target = |(http, admin): &(u16, u16)| {
            Arc::new(Target {
                address: (Ipv4Addr::LOCALHOST, *http).into(),
                health: format!("http://127.0.0.1:{admin}/readyz"),
                ready: AtomicBool::new(false),
                connections: AtomicUsize::new(0),
            })
        };
        let targets: Vec<Arc<Target>> = gateways.iter().map(target).collect();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
        let client = Arc::new(client);
        let mut tasks = JoinSet::new();
        for target in targets.clone() {
            tasks.spawn(watch(client.clone(), target));
        }
        tasks.spawn(accept(listener, targets.into()));
        Ok(Self { address, _tasks: tasks })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn watch(client: Arc<reqwest::Client>, target: Arc<Target>) {
    loop {
        let answer = client.get(&target.health).send().await;
        let ready = answer.is_ok_and(|answer| answer.status().is_success());
        target.ready.store(ready, Ordering::Relaxed);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn accept(listener: TcpListener, targets: Arc<[Arc<Target>]>) {
    // connections end with the balancer
    let mut lines = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        lines.spawn(pass(client, targets.clone()));
        while lines.try_join_next().is_some() {}
    }
}

/// To the ready one with the fewest connections, to the next one when that takes none, and to one that is not ready rather
/// than to nobody.
async fn pass(mut client: TcpStream, targets: Arc<[Arc<Target>]>) {
    let mut order: Vec<&Arc<Target>> = targets.iter().collect();
    order.sort_by_key(|target| {
        (!target.ready.load(Ordering::Relaxed), target.connections.load(Ordering::Relaxed))
    });
    for target in order {
        target.connections.fetch_add(1, Ordering::Relaxed);
        let passed = through(&mut client, target).await;
        target.connections.fetch_sub(1, Ordering::Relaxed);
        if passed.is_ok() {
            return;
        }
    }
}

/// An error when there was no connection; how it ends is the business of its two ends.
async fn through(client: &mut TcpStream, target: &Target) -> Result<()> {
    let mut gateway = TcpStream::connect(target.address).await.context("a gateway takes no connection")?;
    let _ = (client.set_nodelay(true), gateway.set_nodelay(true));
    let _ = copy_bidirectional(client, &mut gateway).await;
    Ok(())
}
