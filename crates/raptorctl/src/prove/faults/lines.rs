//! The lines between the processes, each of which can break.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;
use sims::Proxy;

use crate::ports::Ports;
use crate::servers::RedisShape;
use crate::stack::{self, Instance};

/// A way from one to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    pub from: &'static str,
    pub to: &'static str,
}

const fn line(from: &'static str, to: &'static str) -> Line {
    Line { from, to }
}

pub const FOUNDERS: Line = line("founders", "gateway");

/// Everything that anybody says to anybody over a network.
pub const ALL: [Line; 25] = [
    FOUNDERS,
    line("gateway", "auth"),
    line("gateway", "payments"),
    line("gateway", "onboarding"),
    line("gateway", "bcm"),
    line("gateway", "redis"),
    line("auth", "payments"),
    line("auth", "onboarding"),
    line("auth", "postgres"),
    line("auth", "redis"),
    line("auth", "mailbox"),
    line("payments", "auth"),
    line("payments", "postgres"),
    line("payments", "redis"),
    line("payments", "mailbox"),
    line("payments", stack::PHONEPE),
    line("onboarding", "auth"),
    line("onboarding", "payments"),
    line("onboarding", "bcm"),
    line("onboarding", "postgres"),
    line("onboarding", "redis"),
    line("bcm", "auth"),
    line("bcm", "postgres"),
    line("bcm", "redis"),
    line(stack::PHONEPE, "gateway"),
];

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    Cut,
    Paused,
    Slow,
    /// Questions arrive, answers are lost.
    Deaf,
}

impl Trouble {
    pub const ALL: [Self; 4] = [Self::Cut, Self::Paused, Self::Slow, Self::Deaf];

    pub fn name(self) -> &'static str {
        match self {
            Self::Cut => "line cut",
            Self::Paused => "line paused",
            Self::Slow => "line slow",
            Self::Deaf => "line loses answers",
        }
    }
}

/// Every piece of a slow line is late by this much.
const LATE: Duration = Duration::from_millis(150);

/// Proxies in each line: one, or one to each node of a cluster.
#[derive(Debug)]
pub struct Lines {
    proxies: BTreeMap<Line, Vec<(u16, Proxy)>>,
}

impl Lines {
    pub async fn lay(ports: &Ports, redis: RedisShape) -> Result<Self> {
        let mut proxies = BTreeMap::new();
        for line in ALL {
            let laid = lay(&ports_of(ports, line.to, redis)?).await.context("a line cannot be laid")?;
            proxies.insert(line, laid);
        }
        Ok(Self { proxies })
    }

    /// Where each process finds the others.
    pub fn detours(&self) -> BTreeMap<(&'static str, u16), SocketAddr> {
        let each =
            self.proxies.iter().flat_map(|(line, proxies)| proxies.iter().map(move |proxy| (line, proxy)));
        each.map(|(line, (target, proxy))| ((line.from, *target), proxy.address())).collect()
    }

    /// Where founders find the gateway.
    pub fn door(&self) -> Result<String> {
        let proxies = self.proxies.get(&FOUNDERS).and_then(|proxies| proxies.first());
        let (_, proxy) = proxies.context("founders have no line")?;
        Ok(format!("http://{}", proxy.address()))
    }

    pub fn trouble(&self, line: Line, trouble: Trouble) {
        for (_, proxy) in self.proxies.get(&line).into_iter().flatten() {
            match trouble {
                Trouble::Cut => proxy.cut(),
                Trouble::Paused => proxy.pause(),
                Trouble::Slow => proxy.slow(LATE),
                Trouble::Deaf => proxy.deafen(),
            }
        }
    }

    /// Whoever is at the far end answers nobody; of a cluster, the first node.
    pub fn hang(&self, to: &str) {
        let there = self.proxies.iter().filter(|(line, _)| line.to == to);
        for (_, proxy) in there.filter_map(|(_, proxies)| proxies.first()) {
            proxy.pause();
        }
    }

    pub fn restore(&self) {
        for (_, proxy) in self.proxies.values().flatten() {
            proxy.restore();
        }
    }
}

/// Nodes of a cluster name one another by port alone, so the proxies to them stand beside one another.
async fn lay(targets: &[u16]) -> io::Result<Vec<(u16, Proxy)>> {
    let at = |target: &u16| format!("127.0.0.1:{target}");
    if let [target] = targets {
        return Ok(vec![(*target, Proxy::to(at(target)).await?)]);
    }
    let listeners = sims::listen_beside(targets).await?;
    let laid = targets.iter().zip(listeners);
    laid.map(|(target, listener)| Ok((*target, Proxy::on(listener, at(target))?))).collect()
}

fn ports_of(ports: &Ports, name: &str, redis: RedisShape) -> Result<Vec<u16>> {
    if let Some(instance) = Instance::all(0).find(|instance| instance.name() == name) {
        return Ok(vec![ports.of(&instance.port())?]);
    }
    let names = match name {
        stack::PHONEPE => vec![stack::PHONEPE_PORT],
        stack::MAILBOX => vec![stack::SMTP_PORT],
        "redis" => redis.servers(),
        server => vec![server],
    };
    names.into_iter().map(|name| ports.of(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::Service;

    #[test]
    fn every_call_and_every_server_of_every_service_has_a_line() {
        for service in Service::ALL {
            let from = service.name();
            for called in service.calls() {
                assert!(ALL.contains(&line(from, called.name())), "{from} to {}", called.name());
            }
            assert!(ALL.contains(&line(from, "redis")), "{from}");
            assert_eq!(ALL.contains(&line(from, "postgres")), service.schema().is_some(), "{from}");
        }
    }
}
