//! The founder whom all others are like.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use tokio_postgres::Client as Owner;

use super::Stored;
use super::stencil::Stencil;
use super::tables::{self, Table};
use super::tokens::Tokens;
use crate::journey::{Answers, Call, Client, Report, account, onboarding, payment, text};
use crate::stack::Addresses;
use crate::terminal::Terminal;

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Signed up and not paid.
    New,
    /// Paid, and all steps are answered.
    Answered,
    /// Onboarded, with a manifest.
    Ready,
    /// Onboarded, and an answer was changed since the manifest was made.
    Edited,
}

pub struct Founder {
    /// In the order of stages.
    stored: [Stored; 4],
    tokens: Tokens,
    workspace: Stencil,
    email: Stencil,
    pub password: String,
    session: Stencil,
    /// The order that was paid.
    pub order: String,
}

/// The jobs of the services come round in it.
const LOOK_EVERY: Duration = Duration::from_millis(1200);
const LIMIT: Duration = Duration::from_secs(60);
/// A step whose texts go into the manifest.
const CHANGED_STEP: u8 = 5;

impl Founder {
    /// From sign-up to a changed answer, and what is stored after each stage.
    pub async fn travel(
        addresses: &Addresses,
        answers: &Answers,
        signing_key: &str,
        owner: &Owner,
        terminal: Terminal,
    ) -> Result<Self> {
        let tables = Table::all(owner).await?;
        let mut client = Client::new(&addresses.gateway, Report::silent(terminal))?;
        let account = account::sign_up(&mut client, answers).await?;
        let new = stored(owner, &tables).await?;
        let order = payment::pay(&mut client, answers, Some(&addresses.phonepe)).await?;
        let session = onboarding::create(&mut client, answers).await?;
        onboarding::answer(&mut client, &session, answers).await?;
        let answered = stored(owner, &tables).await?;
        onboarding::finalize(&mut client, &session).await?;
        let ready = stored(owner, &tables).await?;
        change(&mut client, &session.id).await?;
        let edited = stored(owner, &tables).await?;

        let email = text(&account, "email")?;
        let words = tables::unique_words(owner).await?;
        let token = client.access().context("the founder is not signed in")?;
        let tokens = Tokens::like(token, signing_key)?;
        let own = [text(&account, "workspace_id")?, text(&account, "user_id")?, tokens.session()?];
        let cut = |dumps: Vec<Vec<u8>>| -> Stored {
            let stencils = dumps.iter().map(|dump| Stencil::cut(&rows_about(dump, &own), &words));
            tables.iter().cloned().zip(stencils).filter(|(_, stencil)| !stencil.is_empty()).collect()
        };
        Ok(Self {
            stored: [new, answered, ready, edited].map(cut),
            tokens,
            workspace: Stencil::cut(text(&account, "workspace_id")?.as_bytes(), &[]),
            email: Stencil::cut(email.as_bytes(), std::slice::from_ref(&email)),
            password: text(&account, "password")?,
            session: Stencil::cut(session.id.as_bytes(), &[]),
            order,
        })
    }

    pub fn stored(&self, stage: Stage) -> &Stored {
        match stage {
            Stage::New => &self.stored[0],
            Stage::Answered => &self.stored[1],
            Stage::Ready => &self.stored[2],
            Stage::Edited => &self.stored[3],
        }
    }

    pub fn token(&self, twin: u64) -> Result<String> {
        self.tokens.of(twin)
    }

    pub fn workspace(&self, twin: u64) -> Result<String> {
        Ok(String::from_utf8(self.workspace.twin(twin))?)
    }

    pub fn email(&self, twin: u64) -> Result<String> {
        Ok(String::from_utf8(self.email.twin(twin))?)
    }

    /// The onboarding session.
    pub fn session(&self, twin: u64) -> Result<String> {
        Ok(String::from_utf8(self.session.twin(twin))?)
    }
}

/// What every table holds once the services have done what they still had to do.
async fn stored(owner: &Owner, tables: &[Table]) -> Result<Vec<Vec<u8>>> {
    let until = Instant::now() + LIMIT;
    let mut before = Vec::new();
    loop {
        let waiting = tables::undelivered(owner).await?;
        let mut dumps = Vec::with_capacity(tables.len());
        for table in tables {
            dumps.push(table.dump(owner).await?);
        }
        if waiting == 0 && dumps == before {
            return Ok(dumps);
        }
        ensure!(Instant::now() < until, "the services do not come to rest: {waiting} events wait");
        before = dumps;
        sleep(LOOK_EVERY).await;
    }
}

/// The rows that name one of these ids; services keep house in their tables, too.
fn rows_about(dump: &[u8], own: &[String]) -> Vec<u8> {
    let names = |row: &&[u8]| {
        let row = String::from_utf8_lossy(row);
        own.iter().any(|id| row.contains(id.as_str()))
    };
    dump.split_inclusive(|byte| *byte == b'\n').filter(names).collect::<Vec<_>>().concat()
}

/// Changes an answer of an onboarded workspace, so that its manifest is to be made anew.
async fn change(client: &mut Client, session: &str) -> Result<()> {
    let path = format!("/api/v1/onboarding/{session}/steps/{CHANGED_STEP}");
    let step = client.call(Call::get("step", path.clone())).await?.json()?;
    let version = step["version"].as_u64().context("the step has no version")?;
    let body = json!({ "data": reworded(&step["submitted"], "more")?, "draft": false });
    client.call(Call::put("changed", path, body).header("If-Match", format!("\"{version}\""))).await?;
    Ok(())
}

/// The answers of a step with one more word in the first text.
pub fn reworded(data: &Value, word: &str) -> Result<Value> {
    let mut data = data.clone();
    let members = data.as_object_mut().context("the step has no answers")?;
    let text = members.values_mut().find_map(|value| match value {
        Value::String(text) if text.contains(' ') => Some(text),
        _ => None,
    });
    let text = text.context("the step has no text")?;
    text.push(' ');
    text.push_str(word);
    Ok(data)
}
