//! Workspaces to measure with. One founder goes through the product; what the services stored is copied under other ids.

mod founder;
mod stencil;
mod tables;
mod tokens;

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;
use tokio_postgres::Client;

pub use founder::{Founder, Stage, reworded};
use stencil::Stencil;
pub use tables::Table;

use crate::journey::Answers;
use crate::stack::Addresses;
use crate::terminal::Terminal;

/// The founder, and how many twins there are.
pub struct Population {
    pub founder: Arc<Founder>,
    next: u64,
}

impl Population {
    /// Sends the founder through the empty product. `signing_key` is the one of access tokens.
    pub async fn found(
        addresses: &Addresses,
        answers: &Answers,
        signing_key: &str,
        owner: &Client,
        terminal: Terminal,
    ) -> Result<Self> {
        let founder = Founder::travel(addresses, answers, signing_key, owner, terminal).await?;
        Ok(Self { founder: Arc::new(founder), next: 1 })
    }

    /// Adds twins of the founder at a stage.
    pub async fn add(&mut self, owner: &Client, stage: Stage, number: u64) -> Result<Range<u64>> {
        let twins = self.next..self.next + number;
        self.next = twins.end;
        owner.batch_execute("SET session_replication_role = replica").await?;
        for (table, stencil) in self.founder.stored(stage) {
            table.fill(owner, twins.clone().map(|twin| stencil.twin(twin))).await?;
        }
        owner.batch_execute("SET session_replication_role = origin").await?;
        Ok(twins)
    }

    /// Lets the planner know what is there now.
    pub async fn settle(&self, owner: &Client) -> Result<()> {
        owner.batch_execute("VACUUM ANALYZE").await?;
        Ok(owner.batch_execute("CHECKPOINT").await?)
    }
}

/// What a table holds about the founder.
type Stored = Vec<(Table, Stencil)>;
