//! The account of the journey.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::answers::Answers;
use super::client::{Call, Client, text};
use crate::secrets;

/// A new account, whose tokens come in the body as for any client that is no browser.
pub async fn sign_up(client: &mut Client, answers: &Answers) -> Result<Value> {
    let email = format!("{}.{}@example.com", answers.sign_up.email_prefix, secrets::text(10).to_lowercase());
    let password = secrets::text(24);
    let body = json!({
        "email": email,
        "password": password,
        "full_name": answers.sign_up.full_name,
        "delivery": "body",
    });
    let session = client.call(Call::post("signed up", "/api/v1/auth/signup", body)).await?.json()?;
    client.sign_in(&session)?;
    Ok(json!({
        "email": email,
        "password": password,
        "user_id": text(&session, "user_id")?,
        "workspace_id": text(&session, "workspace_id")?,
        "identification_number": text(&session, "identification_number")?,
    }))
}

/// The profile check that a client starts from has to send it to the expected place.
pub async fn expect_next(client: &mut Client, expected: &str) -> Result<()> {
    let label = format!("profile verified: next is {expected}");
    let profile = client.call(Call::get(label, "/api/v1/auth/verify-profile")).await?.json()?;
    let next = text(&profile, "next_action")?;
    ensure!(next == expected, "the next action is {next} in place of {expected}: {profile}");
    Ok(())
}
