//! Whether the product works: calls that go through every service, of founders who were there before anything broke.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sims::mailbox::Inbox;

use super::fault::Fault;
use super::founder::{Founder, World};
use super::marks::Marks;
use super::patient::Patient;
use crate::journey::{Call, Report};
use crate::stack;

const ANSWERS_WITHIN: Duration = Duration::from_secs(5);
const MAIL_ARRIVES_WITHIN: Duration = Duration::from_secs(3);
/// Those who sign up for a round are nobody of the plan.
const FIRST_NUMBER: usize = 1_000_000;

/// How far a fault reaches, and so what has to work again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Product,
    /// And a checkout can be opened.
    Provider,
    /// And a mail arrives.
    Mail,
}

impl Reach {
    pub fn of(fault: Fault) -> Self {
        match fault {
            Fault::Provider { .. } | Fault::ProviderClock { .. } | Fault::Webhooks { .. } => Self::Provider,
            Fault::Line { line, .. } if line.to == stack::PHONEPE => Self::Provider,
            Fault::Line { line, .. } if line.to == stack::MAILBOX => Self::Mail,
            Fault::Mail { .. } | Fault::Kill { process: stack::MAILBOX } => Self::Mail,
            Fault::Kill { .. }
            | Fault::RestartPostgres
            | Fault::WipeRedis
            | Fault::Hang { .. }
            | Fault::Line { .. }
            | Fault::Clock { .. } => Self::Product,
        }
    }
}

pub struct Probe {
    /// They take turns, because nobody may call as often as it takes to see a recovery at once.
    pub watchers: Vec<Founder>,
    pub strangers: Vec<Patient>,
    door: String,
    marks: Marks,
    report: Report,
    inbox: Inbox,
    rounds: usize,
}

impl Probe {
    pub fn new(watchers: Vec<Founder>, world: &World, inbox: &Inbox) -> Self {
        let (door, marks, report, inbox) =
            (world.door.clone(), world.marks.clone(), world.report, inbox.clone());
        Self { watchers, strangers: Vec::new(), door, marks, report, inbox, rounds: 0 }
    }

    /// Whether one round of calls succeeds.
    pub async fn works(&mut self, reach: Reach) -> bool {
        self.rounds += 1;
        let round = async {
            self.every_service().await?;
            match reach {
                Reach::Product => Ok(()),
                Reach::Provider => self.checkout().await,
                Reach::Mail => self.mail().await,
            }
        };
        let worked: Result<()> = round.await;
        worked.is_ok()
    }

    async fn every_service(&mut self) -> Result<()> {
        let turn = self.rounds % self.watchers.len();
        let watcher = self.watchers.get_mut(turn).context("nobody watches")?;
        let (client, session) = (&mut watcher.client, &watcher.ledger.session);
        let session = session.as_ref().context("a watcher has no session")?;
        answered(client, Call::get("account", "/api/v1/auth/me")).await?;
        answered(client, Call::get("versions", "/api/v1/context/history")).await?;
        let path = format!("/api/v1/onboarding/{session}/steps/22");
        let step = answered(client, Call::get("step", path.clone())).await?;
        let version = step["version"].as_u64().context("a step without a version")?;
        let change = json!({ "tasks": [{ "title": format!("Round {}", self.rounds) }] });
        let save = Call::patch("saved", path, change).header("If-Match", format!("\"{version}\""));
        answered(client, save).await?;
        answered(client, Call::get("payments", "/api/payments/v2/transactions")).await.map(drop)
    }

    async fn checkout(&mut self) -> Result<()> {
        let mut client = self.stranger().await?;
        let body = json!({ "plan": "glide", "billing_cycle": "monthly" });
        let call = Call::post("payment initiated", "/api/payments/v2/initiate", body).once();
        let opened = answered(&mut client, call).await;
        self.strangers.push(client);
        opened.map(drop)
    }

    async fn mail(&mut self) -> Result<()> {
        let client = self.stranger().await?;
        let to = client.mark().email();
        self.strangers.push(client);
        self.inbox.wait_for(&to, "", MAIL_ARRIVES_WITHIN).await.map(drop).context("no mail came")
    }

    async fn stranger(&mut self) -> Result<Patient> {
        let number = FIRST_NUMBER + self.rounds;
        let mut client = Patient::new(&self.door, &self.marks, number, self.report)?;
        tokio::time::timeout(ANSWERS_WITHIN, client.sign_up("Round")).await.context("no account")??;
        Ok(client)
    }
}

async fn answered(client: &mut Patient, call: Call) -> Result<Value> {
    let said = tokio::time::timeout(ANSWERS_WITHIN, client.once(&call)).await.context("no answer in time")?;
    said.context("no answer")?.0.success()
}
