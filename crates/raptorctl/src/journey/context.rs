//! What came of the answers: manifest, rebuild, history, exports.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::client::{Call, Client};

const ROOT: &str = "/api/v1/context";

pub struct Context {
    pub manifest: Value,
    pub rebuilt: Value,
    pub history: Value,
    pub export: Value,
    pub markdown: String,
}

pub async fn look(client: &mut Client) -> Result<Context> {
    let manifest = client.call(Call::get("manifest", format!("{ROOT}/manifest"))).await?.json()?;
    let tokens = manifest["token_count"].as_u64();
    ensure!(tokens.is_some_and(|tokens| tokens < 1200), "the manifest is over its budget: {tokens:?} tokens");
    let body = json!({ "force": true, "reason": "journey" });
    let rebuilt = client.call(Call::post("rebuilt", format!("{ROOT}/rebuild"), body).once()).await?.json()?;
    let history = client.call(Call::get("history", format!("{ROOT}/history"))).await?.json()?;
    let export =
        client.call(Call::get("exported as JSON", format!("{ROOT}/export?format=json"))).await?.json()?;
    let call = Call::get("exported as Markdown", format!("{ROOT}/export?format=markdown"));
    let markdown = client.call(call).await?.text;
    ensure!(!markdown.trim().is_empty(), "the Markdown brief is empty");
    Ok(Context { manifest, rebuilt, history, export, markdown })
}
