//! The order in which a stack comes up.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};

use super::addresses::{Addresses, MAIL_PORT, PHONEPE_PORT, SMTP_PORT, port_names};
use super::environment::Wiring;
use super::options::UpOptions;
use super::service::{Instance, Service};
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
    let names = port_names(options.redis, options.changes.copies);
    let ports = Ports::reserve(&data.ports_file(), &names, options.port)?;
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
    let addresses = Addresses::new(&ports, options.changes.copies, &secrets, (&postgres, &redis))?;
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
        let env = options.changes.apply(&spec.name, spec.env);
        processes.start(Spec { env, ..spec })?;
    }
    processes.until_ready([simulators::MAILBOX, simulators::PHONEPE], SIMULATOR_START).await?;

    let storage = data.storage();
    let wiring = Wiring {
        addresses: &addresses,
        ports: &ports,
        secrets: &secrets,
        postgres: &postgres,
        storage: &storage,
        web: options.web.as_deref(),
        copies: options.changes.copies,
    };
    let specs = services(&wiring, options)?;
    drop(ports);
    for spec in specs {
        processes.start(spec)?;
    }
    let names = Instance::all(options.changes.copies).map(Instance::name);
    processes.until_ready(names, SERVICE_START).await?;
    write_private(&data.stack_file(), &serde_json::to_vec_pretty(&addresses)?)?;
    Ok(addresses)
}

fn services(wiring: &Wiring<'_>, options: &UpOptions) -> Result<Vec<Spec>> {
    let spec = |instance: Instance| {
        let Instance { service, .. } = instance;
        let admin = wiring.ports.of(&instance.admin_port())?;
        Ok(Spec {
            name: instance.name(),
            program: options.binaries.join(service.name()),
            args: Vec::new(),
            env: options.changes.apply(service.name(), wiring.of(instance)?),
            account: Account::Own,
            readiness: Readiness::Http(format!("http://127.0.0.1:{admin}/readyz")),
            stop_by: StopBy::Term,
            tier: if service == Service::Gateway { Tier::Gateway } else { Tier::Services },
        })
    };
    Instance::all(options.changes.copies).map(spec).collect()
}

fn require_binaries(folder: &Path) -> Result<()> {
    let names = Service::ALL.map(Service::name).into_iter().chain([simulators::PHONEPE, simulators::MAILBOX]);
    let missing: Vec<&str> = names.filter(|name| !folder.join(name).is_file()).collect();
    if !missing.is_empty() {
        bail!("{} has no {}", folder.display(), missing.join(", "));
    }
    Ok(())
}
