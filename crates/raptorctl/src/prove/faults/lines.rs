//! The lines between the processes, each of which can break.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;
use sims::Proxy;

use crate::ports::Ports;
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

/// A proxy in each line.
#[derive(Debug)]
pub struct Lines {
    proxies: BTreeMap<Line, (u16, Proxy)>,
}

impl Lines {
    pub async fn lay(ports: &Ports) -> Result<Self> {
        let mut proxies = BTreeMap::new();
        for line in ALL {
            let target = port_of(ports, line.to)?;
            let proxy = Proxy::to(format!("127.0.0.1:{target}")).await.context("a line cannot be laid")?;
            proxies.insert(line, (target, proxy));
        }
        Ok(Self { proxies })
    }

    /// Where each process finds the others.
    pub fn detours(&self) -> BTreeMap<(&'static str, u16), u16> {
        let detour =
            |(line, (target, proxy)): (&Line, &(u16, Proxy))| ((line.from, *target), proxy.address().port());
        self.proxies.iter().map(detour).collect()
    }

    /// Where founders find the gateway.
    pub fn door(&self) -> Result<String> {
        let (_, proxy) = self.proxies.get(&FOUNDERS).context("founders have no line")?;
        Ok(format!("http://{}", proxy.address()))
    }

    pub fn trouble(&self, line: Line, trouble: Trouble) {
        let Some((_, proxy)) = self.proxies.get(&line) else { return };
        match trouble {
            Trouble::Cut => proxy.cut(),
            Trouble::Paused => proxy.pause(),
            Trouble::Slow => proxy.slow(LATE),
            Trouble::Deaf => proxy.deafen(),
        }
    }

    /// Whoever is at the far end answers nobody.
    pub fn hang(&self, to: &str) {
        for (_, (_, proxy)) in self.proxies.iter().filter(|(line, _)| line.to == to) {
            proxy.pause();
        }
    }

    pub fn restore(&self) {
        for (_, proxy) in self.proxies.values() {
            proxy.restore();
        }
    }
}

fn port_of(ports: &Ports, name: &str) -> Result<u16> {
    if let Some(instance) = Instance::all(0).find(|instance| instance.name() == name) {
        return ports.of(&instance.port());
    }
    match name {
        stack::PHONEPE => ports.of(stack::PHONEPE_PORT),
        stack::MAILBOX => ports.of(stack::SMTP_PORT),
        server => ports.of(server),
    }
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
