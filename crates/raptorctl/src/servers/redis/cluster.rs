//! Makes a cluster of empty servers.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{Client, cmd};
use tokio::time::{Instant, sleep};

const SLOTS: usize = 16_384;
const COMES_UP_WITHIN: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Besides those of every server. Without replicas, the slots of a node that is away are served by nobody and the others go on;
/// nodes name one another by port alone, so that they are also found by whoever comes through a proxy.
pub fn settings(bus: u16, password: &str) -> String {
    format!(
        "cluster-enabled yes\ncluster-config-file nodes.conf\ncluster-port {bus}\ncluster-node-timeout 2000\n\
         cluster-require-full-coverage no\ncluster-preferred-endpoint-type unknown-endpoint\nmasterauth {password}\n"
    )
}

/// Shares the slots out among nodes, each an address and its bus, and waits until all agree.
pub async fn join(nodes: &[(String, u16)]) -> Result<()> {
    let mut connections = Vec::new();
    for (url, _) in nodes {
        connections.push(Client::open(url.as_str())?.get_multiplexed_async_connection().await?);
    }
    for (place, connection) in connections.iter_mut().enumerate() {
        let (first, end) = (SLOTS * place / nodes.len(), SLOTS * (place + 1) / nodes.len());
        cluster(connection, &["ADDSLOTSRANGE", &first.to_string(), &(end - 1).to_string()]).await?;
        cluster(connection, &["SET-CONFIG-EPOCH", &(place + 1).to_string()]).await?;
        introduce(connection, nodes).await?;
    }
    let deadline = Instant::now() + COMES_UP_WITHIN;
    for connection in &mut connections {
        while !agrees(connection, nodes.len()).await? {
            ensure!(Instant::now() < deadline, "its nodes do not agree");
            sleep(LOOK_EVERY).await;
        }
    }
    Ok(())
}

/// Tells a node of the first one, by which it learns of the others.
async fn introduce(connection: &mut MultiplexedConnection, nodes: &[(String, u16)]) -> Result<()> {
    let (url, bus) = nodes.first().context("a cluster has nodes")?;
    let port = url.rsplit_once(':').context("an address has a port")?.1;
    cluster(connection, &["MEET", "127.0.0.1", port, &bus.to_string()]).await
}

async fn cluster(connection: &mut MultiplexedConnection, arguments: &[&str]) -> Result<()> {
    Ok(cmd("CLUSTER").arg(arguments).query_async(connection).await?)
}

async fn agrees(connection: &mut MultiplexedConnection, nodes: usize) -> Result<bool> {
    let told: String = cmd("CLUSTER").arg("INFO").query_async(connection).await?;
    let says = |line: &str| told.lines().any(|told| told == line);
    Ok(says("cluster_state:ok")
        && says(&format!("cluster_slots_ok:{SLOTS}"))
        && says(&format!("cluster_known_nodes:{nodes}")))
}
