//! A whole system with a proxy in every line.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use sims::mailbox::Inbox;
use sims::phonepe::Control;
use tokio_postgres::Client;

use super::lines::Lines;
use crate::data_dir::DataDir;
use crate::ports::Ports;
use crate::processes::{ProcessSet, Records};
use crate::servers::{RedisShape, connect};
use crate::stack::{self, Addresses, Changes, UpOptions};
use crate::terminal::Terminal;
use crate::workspace;

pub struct Stage {
    pub lines: Lines,
    pub records: Records,
    pub control: Control,
    pub inbox: Inbox,
    pub addresses: Addresses,
    redis: RedisShape,
    /// How often a server of Redis was killed.
    killed: AtomicUsize,
}

impl Stage {
    pub async fn set(
        data: &DataDir,
        redis: RedisShape,
        processes: &mut ProcessSet,
        terminal: Terminal,
    ) -> Result<Self> {
        let binaries = workspace::binaries(false).await?;
        let ports = Ports::reserve(&data.ports_file(), &stack::port_names(redis, 0), None)?;
        let lines = Lines::lay(&ports, redis).await?;
        // founders of one machine are told apart by what a proxy in front of the gateway would say
        let settings = vec![("gateway", "TRUSTED_PROXIES", "127.0.0.1".to_owned())];
        let changes = Changes { detours: lines.detours(), settings, ..Changes::default() };
        let options = UpOptions { redis, ..UpOptions::of_trial(data, binaries, changes) };
        let addresses = stack::start_at(ports, data, &options, processes, terminal).await?;
        Ok(Self {
            lines,
            records: processes.records().clone(),
            control: Control::new(&addresses.phonepe.control),
            inbox: Inbox::new(&addresses.mail.http),
            addresses,
            redis,
            killed: AtomicUsize::new(0),
        })
    }

    /// The server of Redis that is killed next; the nodes of a cluster take turns.
    pub fn victim(&self) -> &'static str {
        let servers = self.redis.servers();
        servers[self.killed.fetch_add(1, Ordering::Relaxed) % servers.len()]
    }

    /// A connection with the rights of the owner of everything, past every line.
    pub async fn owner(&self) -> Result<Client> {
        connect(&self.addresses.postgres).await
    }
}
