//! A whole system in which there are two of each service, and a balancer in front.

use anyhow::Result;
use sims::phonepe::Control;
use tokio_postgres::Client;

use super::balancer::Balancer;
use crate::data_dir::DataDir;
use crate::ports::Ports;
use crate::processes::{ProcessSet, Records};
use crate::servers::{RedisShape, connect};
use crate::stack::{self, Addresses, Changes, Instance, Service, UpOptions};
use crate::terminal::Terminal;
use crate::workspace;

/// So many more of each service than one.
pub const COPIES: usize = 1;
/// Readers read faster than people; limits stay small enough to be reached.
pub const LIMIT_FACTOR: usize = 20;
/// A balancer that looks ten times a second has noticed by then.
const SHUTDOWN_DELAY_SECONDS: u64 = 1;

pub struct Stage {
    pub balancer: Balancer,
    /// Each gateway, past the balancer.
    pub doors: Vec<String>,
    pub records: Records,
    pub control: Control,
    pub addresses: Addresses,
}

impl Stage {
    pub async fn set(data: &DataDir, processes: &mut ProcessSet, terminal: Terminal) -> Result<Self> {
        let binaries = workspace::binaries(false).await?;
        let ports = Ports::reserve(&data.ports_file(), &stack::port_names(RedisShape::One, COPIES), None)?;
        let mut doors = Vec::new();
        let mut targets = Vec::new();
        for gateway in Instance::of(Service::Gateway, COPIES) {
            let (http, admin) = (ports.of(&gateway.port())?, ports.of(&gateway.admin_port())?);
            doors.push(format!("http://127.0.0.1:{http}"));
            targets.push((http, admin));
        }
        let balancer = Balancer::before(&targets).await?;
        // the provider calls whom everybody calls
        let detours = [((stack::PHONEPE, ports.gateway()?), balancer.address())].into();
        let changes = Changes { detours, copies: COPIES, settings: settings() };
        let options = UpOptions::of_trial(data, binaries, changes);
        let addresses = stack::start_at(ports, data, &options, processes, terminal).await?;
        Ok(Self {
            balancer,
            doors,
            records: processes.records().clone(),
            control: Control::new(&addresses.phonepe.control),
            addresses,
        })
    }

    /// A connection with the rights of the owner of everything.
    pub async fn owner(&self) -> Result<Client> {
        connect(&self.addresses.postgres).await
    }

    /// Where an instance tells how it is.
    pub fn admin(&self, instance: Instance) -> Option<&str> {
        self.addresses.services.get(&instance.name()).map(|found| found.admin.as_str())
    }
}

fn settings() -> Vec<(&'static str, &'static str, String)> {
    let delay =
        |service: Service| (service.name(), "SHUTDOWN_DELAY_SECONDS", SHUTDOWN_DELAY_SECONDS.to_string());
    let gateway = [
        ("gateway", "TRUSTED_PROXIES", "127.0.0.1".to_owned()),
        ("gateway", "RATE_LIMIT_FACTOR", LIMIT_FACTOR.to_string()),
    ];
    Service::ALL.map(delay).into_iter().chain(gateway).collect()
}
