//! The session and its 23 steps, saved in the ways in which a browser saves them.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rand::RngExt;
use rand::seq::IteratorRandom;
use serde_json::{Value, json};

use super::{Founder, Save};
use crate::journey::{Call, text};

/// A copy of "not paid" may live this long after the payment.
const DOOR_OPENS_WITHIN: Duration = Duration::from_secs(40);
const KNOCK_AGAIN: Duration = Duration::from_millis(500);
/// Somebody who is told that the step has another version catches up so often.
const CATCHING_UP: usize = 4;

/// The way in which a step is answered.
enum Way {
    /// Complete in one call.
    AtOnce,
    /// A draft without something first.
    Draft(String),
    /// The same, then a patch with what was missing, then the completion.
    Patch(String),
}

impl Founder {
    /// The door opens to whoever has paid.
    pub(super) async fn open_session(&mut self) -> Result<()> {
        let since = Instant::now();
        let opened = loop {
            let said = self.client.ask(self.new_session()).await?;
            if said.status != 402 {
                break said.success()?;
            }
            if since.elapsed() > DOOR_OPENS_WITHIN {
                bail!("still locked out {} s after the payment: {}", since.elapsed().as_secs(), said.told);
            }
            tokio::time::sleep(KNOCK_AGAIN).await;
            self.client.seen.locked_out = since.elapsed();
        };
        self.ledger.session = Some(text(&opened, "session_id")?);
        Ok(())
    }

    pub(super) async fn answer(&mut self, number: u8, data: Option<Value>) -> Result<()> {
        let path = format!("{}/steps/{number}", self.session_path()?);
        let Some(data) = data else {
            let call = |_| Call::post("skipped", format!("{path}/skip"), json!({}));
            return self.save((number, "skip", None), 0, call).await.map(drop);
        };
        let put = |data: &Value, draft: bool| {
            let (path, body) = (path.clone(), json!({ "data": data, "draft": draft }));
            move |version| versioned(Call::put("saved", path.clone(), body.clone()), version)
        };
        let version = match self.way(&data) {
            Way::AtOnce => 0,
            Way::Draft(without) => {
                let half = lacking(&data, &without);
                self.save((number, "draft", Some(&half)), 0, put(&half, true)).await?
            }
            Way::Patch(without) => {
                let half = lacking(&data, &without);
                let version = self.save((number, "draft", Some(&half)), 0, put(&half, true)).await?;
                let change = json!({ without.as_str(): data[without.as_str()] });
                let patch =
                    |version| versioned(Call::patch("patched", path.clone(), change.clone()), version);
                let version = self.save((number, "draft", Some(&data)), version, patch).await?;
                let complete = |version| {
                    versioned(Call::post("completed", format!("{path}/complete"), json!({})), version)
                };
                self.save((number, "submit", Some(&data)), version, complete).await?;
                return Ok(());
            }
        };
        self.save((number, "submit", Some(&data)), version, put(&data, false)).await?;
        Ok(())
    }

    fn way(&mut self, data: &Value) -> Way {
        let members = data.as_object().into_iter().flat_map(|members| members.keys());
        let Some(without) = members.choose(&mut self.dice).cloned() else { return Way::AtOnce };
        match self.dice.random_range(0..10) {
            0..5 => Way::AtOnce,
            5..8 => Way::Draft(without),
            _ => Way::Patch(without),
        }
    }

    /// Saves until it is acknowledged, and gives the version. Whoever does not know what became of an earlier try may find
    /// the step a version further, with their own words in it.
    async fn save(
        &mut self,
        (step, kind, data): (u8, &'static str, Option<&Value>),
        mut version: i64,
        call: impl Fn(i64) -> Call,
    ) -> Result<i64> {
        for _ in 0..CATCHING_UP {
            let said = self.client.ask(call(version)).await?;
            if said.status != 412 {
                let saved = said.success()?;
                let step_said = saved.get("step").unwrap_or(&saved);
                let acknowledged = step_said["version"].as_i64().context("the answer has no version")?;
                let data = data.cloned();
                self.ledger.saves.push(Save { step, version: acknowledged, kind, data });
                return Ok(acknowledged);
            }
            if !said.unclear {
                self.client.surprise(format!("somebody else's version: {}", said.told));
            }
            version = said.body["current_version"].as_i64().context("a conflict without a version")?;
        }
        bail!("step {step} was never taken")
    }
}

fn versioned(call: Call, version: i64) -> Call {
    call.header("If-Match", format!("\"{version}\""))
}

fn lacking(data: &Value, name: &str) -> Value {
    let mut half = data.clone();
    if let Some(members) = half.as_object_mut() {
        members.remove(name);
    }
    half
}
