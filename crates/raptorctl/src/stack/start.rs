//! The order in which a stack comes up.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};

use super::addresses::{Addresses, MAIL_PORT, PHONEPE_PORT, SMTP_PORT, port_names};
use super::environment::Wiring;
use super::options::UpOptions;
use super::service::Service;
use super::{prepare, simulators};
use crate::data_dir::{DataDir, write_private};
use crate::ports::{GATEWAY, Ports};
use crate::processes::{ProcessSet, Readiness, Spec, StopBy, Tier};
use crate::secrets::Secrets;
use crate::servers::{self, Account, Postgres, Redis, ServerHome};
use crate::terminal::Terminal;

const SIMULATOR_START: Duration = Duration::from_secs(30);
const SERVICE_START: Duration = Duration::from_secs(120);

/// Brings everything up and writes `stack.json`. Dropped half-way, it leaves what runs to the process set.
pub async fn start(
    data: &DataDir,
    options: &UpOptions,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Addresses> {
    let left_over = processes.records().sweep().await?;
    if !left_over.is_empty() {
        terminal.note(&format!("ended what an interrupted run left behind: {}", left_over.join(", ")));
    }
    let ports = Ports::reserve(&data.ports_file(), &port_names(options.redis), options.port)?;
    if options.port.is_none() && ports.gateway()? != GATEWAY {
        terminal
            .note(&format!("the gateway uses port {}, because {GATEWAY} is or was taken", ports.gateway()?));
    }
    start_at(ports, data, options, processes, terminal).await
}

/// The same at ports that are reserved.
pub async fn start_at(
    mut ports: Ports,
    data: &DataDir,
    options: &UpOptions,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Addresses> {
    require_binaries(&options.binaries)?;
    let tools = servers::ensure(terminal).await?;
    let home = ServerHome::choose(data.root())?;
    home.prepare()?;
    let secrets = Secrets::load_or_generate(&data.secrets_file())?;
    let durability = options.durability;
    let postgres =
        Postgres::new(&tools, &home, ports.of("postgres")?, &secrets.postgres_password, durability)?;
    let redis = Redis::new(&tools, &home, (options.redis, &ports), &secrets.redis_password, durability)?;
    let addresses = Addresses::new(&ports, &secrets, &postgres, &redis)?;
    for name in [vec!["postgres"], options.redis.ports()].concat() {
        ports.release(name);
    }
    prepare::servers(processes, &postgres, &redis, terminal).await?;
    prepare::schemas(&postgres, &secrets, terminal).await?;

    for name in [PHONEPE_PORT, SMTP_PORT, MAIL_PORT] {
        ports.release(name);
    }
    for spec in [
        simulators::mailbox(&options.binaries, data, &ports)?,
        simulators::phonepe(&options.binaries, data, &ports, &addresses)?,
    ] {
        processes.start(changed(spec, options))?;
    }
    processes.until_ready(vec![simulators::MAILBOX, simulators::PHONEPE], SIMULATOR_START).await?;

    let storage = data.storage();
    let wiring = Wiring {
        addresses: &addresses,
        ports: &ports,
        secrets: &secrets,
        postgres: &postgres,
        storage: &storage,
        web: options.web.as_deref(),
    };
    let specs = services(&wiring, &options.binaries)?;
    drop(ports);
    for spec in specs {
        processes.start(changed(spec, options))?;
    }
    processes.until_ready(Service::ALL.map(Service::name).to_vec(), SERVICE_START).await?;
    write_private(&data.stack_file(), &serde_json::to_vec_pretty(&addresses)?)?;
    Ok(addresses)
}

fn changed(spec: Spec, options: &UpOptions) -> Spec {
    Spec { env: options.changes.apply(spec.name, spec.env), ..spec }
}

fn services(wiring: &Wiring<'_>, binaries: &Path) -> Result<Vec<Spec>> {
    let spec = |service: Service| {
        let admin = wiring.ports.of(service.admin())?;
        Ok(Spec {
            name: service.name(),
            program: binaries.join(service.name()),
            args: Vec::new(),
            env: wiring.of(service)?,
            account: Account::Own,
            readiness: Readiness::Http(format!("http://127.0.0.1:{admin}/readyz")),
            stop_by: StopBy::Term,
            tier: if service == Service::Gateway { Tier::Gateway } else { Tier::Services },
        })
    };
    Service::ALL.into_iter().map(spec).collect()
}

fn require_binaries(folder: &Path) -> Result<()> {
    let names = Service::ALL.map(Service::name).into_iter().chain([simulators::PHONEPE, simulators::MAILBOX]);
    let missing: Vec<&str> = names.filter(|name| !folder.join(name).is_file()).collect();
    if !missing.is_empty() {
        bail!("{} has no {}", folder.display(), missing.join(", "));
    }
    Ok(())
}
