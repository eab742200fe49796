//! A whole system with a proxy in every line.

use anyhow::Result;
use sims::mailbox::Inbox;
use sims::phonepe::Control;
use tokio_postgres::Client;

use super::lines::Lines;
use crate::data_dir::DataDir;
use crate::ports::Ports;
use crate::processes::{ProcessSet, Records};
use crate::servers::connect;
use crate::stack::{self, Addresses, Changes, UpOptions};
use crate::terminal::Terminal;
use crate::workspace;

pub struct Stage {
    pub lines: Lines,
    pub records: Records,
    pub control: Control,
    pub inbox: Inbox,
    pub addresses: Addresses,
}

impl Stage {
    pub async fn set(data: &DataDir, processes: &mut ProcessSet, terminal: Terminal) -> Result<Self> {
        let binaries = workspace::binaries(false).await?;
        let ports = Ports::reserve(&data.ports_file(), &stack::port_names(0), None)?;
        let lines = Lines::lay(&ports).await?;
        // founders of one machine are told apart by what a proxy in front of the gateway would say
        let settings = vec![("gateway", "TRUSTED_PROXIES", "127.0.0.1".to_owned())];
        let changes = Changes { detours: lines.detours(), settings, ..Changes::default() };
        let options = UpOptions::of_trial(data, binaries, changes);
        let addresses = stack::start_at(ports, data, &options, processes, terminal).await?;
        Ok(Self {
            lines,
            records: processes.records().clone(),
            control: Control::new(&addresses.phonepe.control),
            inbox: Inbox::new(&addresses.mail.http),
            addresses,
        })
    }

    /// A connection with the rights of the owner of everything, past every line.
    pub async fn owner(&self) -> Result<Client> {
        connect(&self.addresses.postgres).await
    }
}
