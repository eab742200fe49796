//! The payment: order, decision, and the wait until the product knows of it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::answers::Answers;
use super::client::{Call, Client, text};
use super::report::Done;
use crate::stack::PhonePe;

const ROOT: &str = "/api/payments/v2";
/// A simulator decides at once; a person reads first.
const DECIDED_LIMIT: Duration = Duration::from_secs(90);
const PERSON_LIMIT: Duration = Duration::from_secs(30 * 60);
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Pays for the plan of the answers and gives the order's id.
pub async fn pay(client: &mut Client, answers: &Answers, phonepe: Option<&PhonePe>) -> Result<String> {
    let plans = client.call(Call::get("plans", format!("{ROOT}/plans"))).await?.json()?;
    ensure!(plans["plans"].as_array().is_some_and(|plans| !plans.is_empty()), "there are no plans: {plans}");
    let body = json!({ "plan": answers.plan, "billing_cycle": answers.billing_cycle });
    let order = client
        .call(Call::post("payment initiated", format!("{ROOT}/initiate"), body).once())
        .await?
        .json()?;
    let id = text(&order, "merchant_order_id")?;
    match phonepe {
        Some(phonepe) => {
            decide(client, phonepe, &id).await?;
            await_completion(client, &id, DECIDED_LIMIT).await?;
        }
        None => {
            client.report().note(&format!("pay here to go on: {}", text(&order, "payment_url")?));
            await_completion(client, &id, PERSON_LIMIT).await?;
        }
    }
    Ok(id)
}

async fn await_completion(client: &mut Client, id: &str, limit: Duration) -> Result<()> {
    let since = Instant::now();
    loop {
        let call = Call::get("payment status", format!("{ROOT}/status/{id}")).quiet();
        let status = client.call(call).await?.json()?;
        match text(&status, "status")?.as_str() {
            "completed" => break,
            "pending" => {}
            other => bail!("the payment is {other}: {status}"),
        }
        ensure!(
            since.elapsed() < limit,
            "the payment is still pending after {} s: {status}",
            limit.as_secs()
        );
        tokio::time::sleep(pause(&status)).await;
    }
    client.call(Call::get("payment completed", format!("{ROOT}/status/{id}"))).await?;
    Ok(())
}

fn pause(status: &Value) -> Duration {
    status["next_poll_ms"].as_u64().map_or(LOOK_AGAIN, Duration::from_millis)
}

/// Plays the customer who pays, through the control API of the simulator.
async fn decide(client: &Client, phonepe: &PhonePe, id: &str) -> Result<()> {
    let path = format!("/orders/{id}/fate");
    let since = Instant::now();
    let customer = reqwest::Client::builder().no_proxy().build().context("no HTTP client can be made")?;
    let answer =
        customer.post(format!("{}{path}", phonepe.control)).json(&json!({ "fate": "pay" })).send().await;
    let answer = answer.context("the PhonePe simulator does not answer")?;
    let status = answer.status();
    client.report().done(&Done {
        label: "customer paid at PhonePe",
        method: "POST",
        path: &path,
        status: status.as_u16(),
        took: since.elapsed(),
    });
    ensure!(
        status.is_success(),
        "the simulator refused the payment: {}",
        answer.text().await.unwrap_or_default()
    );
    Ok(())
}
