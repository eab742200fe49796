//! How much of the work each instance does, as its own metrics tell.

use std::time::Duration;

use anyhow::{Context, Result};

use super::stage::{COPIES, Stage};
use crate::prove::Tally;
use crate::stack::{Instance, Service};

const WATCHED: Duration = Duration::from_secs(4);
/// A fair share is half; calls take turns, connections of founders do so only when they are opened.
const LEAST_PERCENT: u64 = 20;

/// Watches for a while.
pub async fn taken(stage: &Stage) -> Result<Tally> {
    // everybody has found somebody by then
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = served(stage).await?;
    tokio::time::sleep(WATCHED).await;
    let after = served(stage).await?;
    let during: Vec<(Instance, u64)> = before
        .into_iter()
        .zip(after)
        .map(|((instance, before), (_, after))| (instance, after.saturating_sub(before)))
        .collect();
    let mut tally = Tally::default();
    for (instance, own) in &during {
        let all: u64 = during
            .iter()
            .filter(|(other, _)| other.service == instance.service)
            .map(|(_, calls)| calls)
            .sum();
        let fair = *own > 0 && own * 100 >= all * LEAST_PERCENT;
        tally.note((!fair).then(|| format!("{} served {own} of {all} calls", instance.name())));
    }
    Ok(tally)
}

/// How many calls each instance has served.
async fn served(stage: &Stage) -> Result<Vec<(Instance, u64)>> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let mut all = Vec::new();
    for instance in Instance::all(COPIES) {
        let admin = stage.admin(instance).context("an instance without an address")?;
        let metrics = client.get(format!("{admin}/metrics")).send().await?.text().await?;
        all.push((instance, count(instance.service, &metrics)));
    }
    Ok(all)
}

/// Calls of contracts at a service, requests at a gateway.
fn count(service: Service, metrics: &str) -> u64 {
    let (name, label) = match service {
        Service::Gateway => ("http_server_duration", "http_route="),
        Service::Auth | Service::Payments | Service::Onboarding | Service::Bcm => {
            ("rpc_server_duration", "rpc_method=\"raptorflow.")
        }
    };
    let counts = metrics
        .lines()
        .filter(|line| line.starts_with(name) && line.contains("_count{") && line.contains(label));
    counts.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_contracts_are_counted_and_questions_after_health_are_not() {
        let metrics = "\
rpc_server_duration_seconds_count{rpc_grpc_status_code=\"0\",rpc_method=\"raptorflow.auth.v1.AuthService/GetMe\"} 7
rpc_server_duration_seconds_count{rpc_method=\"raptorflow.auth.v1.AuthService/LogIn\"} 2
rpc_server_duration_seconds_sum{rpc_method=\"raptorflow.auth.v1.AuthService/LogIn\"} 40
rpc_server_duration_seconds_count{rpc_method=\"grpc.health.v1.Health/Watch\"} 100
http_server_duration_seconds_count{http_route=\"/api\"} 5
";
        assert_eq!(count(Service::Auth, metrics), 9);
        assert_eq!(count(Service::Gateway, metrics), 5);
    }
}
