//! A founder's way through the product, with a ledger of everything that was acknowledged on it.

mod payment;
mod steps;

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use sims::phonepe::Control;

use super::marks::Marks;
use super::patient::Patient;
use super::plan;
use super::schedule::Schedule;
use crate::journey::{Answers, Call, Report, text};

/// What all founders of a run share.
pub struct World {
    pub door: String,
    pub marks: Marks,
    pub control: Control,
    pub answers: Vec<Answers>,
    pub schedule: Schedule,
    pub report: Report,
    /// What belongs to whoever was last here, for others to ask for.
    pub last: Mutex<Option<Belongings>>,
}

/// Addresses of what only its owner may see.
#[derive(Debug, Clone)]
pub struct Belongings {
    workspace: String,
    paths: [String; 3],
}

/// What was acknowledged to a founder.
#[derive(Debug, Default)]
pub struct Ledger {
    pub user: String,
    pub workspace: String,
    /// Every order that was opened, with its amount.
    pub orders: Vec<(String, i64)>,
    /// Whether the product said that the payment is complete.
    pub paid: bool,
    /// The provider told of another amount or order: a person has to decide.
    pub doubtful: bool,
    pub session: Option<String>,
    pub saves: Vec<Save>,
    pub finalized: Option<Finalized>,
    /// Why the journey ended early.
    pub gave_up: Option<String>,
}

/// An acknowledged save.
#[derive(Debug)]
pub struct Save {
    pub step: u8,
    pub version: i64,
    pub kind: &'static str,
    /// What was sent; a skip has nothing.
    pub data: Option<Value>,
}

/// An acknowledged finalize.
#[derive(Debug)]
pub struct Finalized {
    pub version: String,
    pub checksum: String,
}

pub struct Founder {
    pub founder: plan::Founder,
    pub client: Patient,
    pub ledger: Ledger,
    world: Arc<World>,
    answers: Answers,
    dice: StdRng,
}

impl Founder {
    pub fn new(founder: plan::Founder, world: &Arc<World>) -> Result<Self> {
        let client = Patient::new(&world.door, &world.marks, founder.number, world.report)?;
        let mut answers =
            world.answers.get(founder.number % world.answers.len()).context("there are no answers")?.clone();
        let mark = client.mark().text();
        answers.client_name = format!("{} {mark}", answers.client_name);
        if let Some(Some(first)) = answers.steps.get_mut(&1) {
            let company = first["company_name"].as_str().unwrap_or_default();
            first["company_name"] = format!("{company} {mark}").into();
        }
        let dice = StdRng::seed_from_u64(founder.seed);
        Ok(Self { founder, client, ledger: Ledger::default(), world: world.clone(), answers, dice })
    }

    /// Goes all the way.
    pub async fn travel(mut self) -> Self {
        if let Err(error) = self.stations().await {
            self.ledger.gave_up = Some(format!("founder {}: {error:#}", self.founder.number));
        }
        self
    }

    async fn stations(&mut self) -> Result<()> {
        self.enter().await;
        self.sign_up().await?;
        self.enter().await;
        self.pay().await?;
        self.enter().await;
        if !self.founder.payer.pays() {
            return self.find_the_door_closed().await;
        }
        self.open_session().await?;
        for (number, data) in self.answers.steps.clone() {
            self.enter().await;
            self.answer(number, data).await?;
        }
        self.enter().await;
        self.ask_for_what_is_foreign().await?;
        self.enter().await;
        self.finalize().await?;
        self.enter().await;
        self.look_at_manifest().await
    }

    async fn enter(&self) {
        self.world.schedule.enter().await;
    }

    async fn sign_up(&mut self) -> Result<()> {
        let name = self.answers.sign_up.full_name.clone();
        let session = self.client.sign_up(&name).await?;
        self.ledger.user = text(&session, "user_id")?;
        self.ledger.workspace = text(&session, "workspace_id")?;
        Ok(())
    }

    async fn find_the_door_closed(&mut self) -> Result<()> {
        let said = self.client.ask(self.new_session()).await?;
        if said.status != 402 {
            self.client.surprise(format!("not kept out: {}", said.told));
        }
        Ok(())
    }

    fn new_session(&self) -> Call {
        let body = json!({ "client_name": self.answers.client_name });
        Call::post("onboarding session", "/api/v1/onboarding/session", body)
    }

    /// Asks for what belongs to whoever was here before.
    async fn ask_for_what_is_foreign(&mut self) -> Result<()> {
        let session = self.ledger.session.clone().unwrap_or_default();
        let order = self.ledger.orders.last().map(|(id, _)| id.clone()).unwrap_or_default();
        let own = Belongings {
            workspace: self.ledger.workspace.clone(),
            paths: [
                format!("/api/v1/onboarding/{session}"),
                format!("/api/v1/onboarding/{session}/steps/1"),
                format!("/api/payments/v2/status/{order}"),
            ],
        };
        let before = self.world.last.lock().unwrap_or_else(PoisonError::into_inner).replace(own);
        let Some(foreign) = before.filter(|before| before.workspace != self.ledger.workspace) else {
            return Ok(());
        };
        for path in foreign.paths {
            let said = self.client.ask(Call::get("what is foreign", path)).await?;
            if said.status != 404 {
                self.client.seen.foreign.push(format!("not refused: {}", said.told));
            }
        }
        Ok(())
    }

    async fn finalize(&mut self) -> Result<()> {
        let path = format!("{}/finalize", self.session_path()?);
        let done = self.client.ask(Call::post("finalized", path, json!({})).once()).await?.success()?;
        let (version, checksum) = (text(&done, "bcm_version")?, text(&done, "bcm_checksum")?);
        self.ledger.finalized = Some(Finalized { version, checksum });
        Ok(())
    }

    async fn look_at_manifest(&mut self) -> Result<()> {
        let said = self.client.ask(Call::get("manifest", "/api/v1/context/manifest")).await?;
        let told = said.told.clone();
        let manifest = said.success()?;
        let checksum = self.ledger.finalized.as_ref().map(|finalized| finalized.checksum.as_str());
        if manifest["checksum"].as_str() != checksum {
            self.client.surprise(format!("another manifest than the acknowledged one: {told}"));
        }
        Ok(())
    }

    fn session_path(&self) -> Result<String> {
        let session = self.ledger.session.as_ref().context("no session is open")?;
        Ok(format!("/api/v1/onboarding/{session}"))
    }

    /// Whether the product lets this founder in now.
    pub async fn is_let_in(&mut self) -> Result<bool> {
        let call = Call::get("profile", "/api/v1/auth/verify-profile");
        let profile = self.client.ask(call).await?.success()?;
        match profile["needs_payment"].as_bool() {
            Some(needs_payment) => Ok(!needs_payment),
            None => bail!("the profile does not say whether payment is needed: {profile}"),
        }
    }
}
