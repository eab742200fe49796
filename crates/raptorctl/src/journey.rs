//! The whole product over HTTP, as a client would go through it.

pub mod account;
mod answers;
mod client;
mod context;
pub mod onboarding;
pub mod payment;
mod report;

use anyhow::Result;
use serde_json::{Value, json};

pub use answers::Answers;
pub use client::{Answer, Call, Client, text};
pub use report::Report;

use crate::stack::PhonePe;

/// Where to go, with which answers.
pub struct Journey {
    pub gateway: String,
    pub answers: Answers,
    /// The simulator that decides the payment; without one a person has to pay.
    pub phonepe: Option<PhonePe>,
}

impl Journey {
    /// Everything from sign-up to export; answers with what a caller may want to look at afterwards.
    pub async fn run(&self, report: Report) -> Result<Value> {
        let mut client = Client::new(&self.gateway, report)?;
        let account = account::sign_up(&mut client, &self.answers).await?;
        report.fact("account", &account);
        let order = payment::pay(&mut client, &self.answers, self.phonepe.as_ref()).await?;
        account::expect_next(&mut client, "onboard").await?;
        let session = onboarding::create(&mut client, &self.answers).await?;
        report.fact("session_id", &json!(session.id));
        onboarding::answer(&mut client, &session, &self.answers).await?;
        let finalized = onboarding::finalize(&mut client, &session).await?;
        let context = context::look(&mut client).await?;
        account::expect_next(&mut client, "none").await?;
        Ok(json!({
            "account": account,
            "merchant_order_id": order,
            "session_id": session.id,
            "finalized": finalized,
            "manifest": context.manifest,
            "rebuilt": context.rebuilt,
            "history": context.history,
            "export": context.export,
            "markdown": context.markdown,
        }))
    }
}
