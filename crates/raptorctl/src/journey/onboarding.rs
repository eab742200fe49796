//! The 23 steps and their end.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::answers::Answers;
use super::client::{Call, Client, text};

const ROOT: &str = "/api/v1/onboarding";

pub struct Session {
    pub id: String,
    /// Version of each step, for `If-Match`.
    versions: BTreeMap<u8, u64>,
}

pub async fn create(client: &mut Client, answers: &Answers) -> Result<Session> {
    let body = json!({ "client_name": answers.client_name });
    let session =
        client.call(Call::post("onboarding session", format!("{ROOT}/session"), body)).await?.json()?;
    let versions = session["steps"].as_array().into_iter().flatten().filter_map(|step| {
        let number = u8::try_from(step["n"].as_u64()?).ok()?;
        Some((number, step["version"].as_u64()?))
    });
    Ok(Session { id: text(&session, "session_id")?, versions: versions.collect() })
}

/// Answers or skips every step in its order.
pub async fn answer(client: &mut Client, session: &Session, answers: &Answers) -> Result<()> {
    for (number, data) in &answers.steps {
        match data {
            Some(data) => save(client, session, *number, data).await?,
            None => skip(client, session, *number).await?,
        }
    }
    let path = format!("{ROOT}/{}/progress", session.id);
    let progress = client.call(Call::get("progress", path)).await?.json()?;
    let (completed, skipped) = (progress["completed"].as_u64(), progress["skipped"].as_u64());
    let done = completed.zip(skipped).map(|(completed, skipped)| completed + skipped);
    ensure!(done == Some(23), "not every step is done: {progress}");
    Ok(())
}

async fn save(client: &mut Client, session: &Session, number: u8, data: &Value) -> Result<()> {
    let version = session.versions.get(&number).copied().unwrap_or_default();
    let path = format!("{ROOT}/{}/steps/{number}", session.id);
    let call = Call::put(format!("step {number} answered"), path, json!({ "data": data, "draft": false }));
    let saved = client.call(call.header("If-Match", format!("\"{version}\""))).await?.json()?;
    let status = text(&saved, "status")?;
    ensure!(status == "complete", "step {number} is {status}: {}", saved["issues"]);
    for warning in saved["warnings"].as_array().into_iter().flatten() {
        client.report().note(&format!("step {number}: {warning}"));
    }
    Ok(())
}

async fn skip(client: &mut Client, session: &Session, number: u8) -> Result<()> {
    let path = format!("{ROOT}/{}/steps/{number}/skip", session.id);
    client.call(Call::post(format!("step {number} skipped"), path, json!({}))).await?;
    Ok(())
}

pub async fn finalize(client: &mut Client, session: &Session) -> Result<Value> {
    let path = format!("{ROOT}/{}/finalize", session.id);
    let finalized = client.call(Call::post("finalized", path, json!({})).once()).await?.json()?;
    let success = finalized["success"].as_bool().context("finalize does not say whether it succeeded")?;
    ensure!(success, "finalize did not succeed: {finalized}");
    Ok(finalized)
}
