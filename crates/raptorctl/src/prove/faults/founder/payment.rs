//! The payment, in every way in which founders pay.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rand::RngExt;
use serde_json::{Value, json};
use sims::phonepe::{Announcement, ControlError, Disguise, Fate, OrderState};

use super::Founder;
use crate::journey::{Call, text};
use crate::prove::faults::plan::Payer;

const ROOT: &str = "/api/payments/v2";
/// A payment is known long before: the reconcile job looks after 20 seconds and then every few.
const KNOWN_WITHIN: Duration = Duration::from_secs(150);
const LOOK_AGAIN: Duration = Duration::from_millis(1500);
/// Orders that time ran out for, while clocks jumped.
const ORDERS: usize = 4;

/// What became of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Completed,
    Failed,
}

impl Founder {
    pub(super) async fn pay(&mut self) -> Result<()> {
        let payer = self.founder.payer;
        if payer == Payer::Again {
            let order = self.initiate().await?;
            self.decide(&order, Fate::fail("ZM")).await?;
            self.await_end(&order).await?;
        }
        for _ in 0..ORDERS {
            let order = self.initiate().await?;
            let end = match payer {
                Payer::Prompt | Payer::Again => self.pay_at_once(&order).await?,
                Payer::Late => self.pay_late(&order).await?,
                Payer::Absent => self.pay_and_leave(&order).await?,
                Payer::Unseen => self.pay_unseen(&order).await?,
                Payer::Never => return self.do_not_pay(&order).await,
                Payer::Doubtful => return self.pay_something_else(&order).await,
            };
            if end == End::Completed {
                self.ledger.paid = true;
                return Ok(());
            }
        }
        bail!("{ORDERS} orders failed in turn")
    }

    /// Opens a checkout and notes its order.
    async fn initiate(&mut self) -> Result<String> {
        let body = json!({ "plan": self.answers.plan, "billing_cycle": self.answers.billing_cycle });
        let call = Call::post("payment initiated", format!("{ROOT}/initiate"), body).once();
        let opened = self.client.ask(call).await?.success()?;
        let order = text(&opened, "merchant_order_id")?;
        let amount = opened["amount_paise"].as_i64().unwrap_or_default();
        self.ledger.orders.push((order.clone(), amount));
        Ok(order)
    }

    async fn pay_at_once(&mut self, order: &str) -> Result<End> {
        self.decide(order, Fate::pay()).await?;
        self.await_end(order).await
    }

    async fn pay_late(&mut self, order: &str) -> Result<End> {
        self.decide(order, Fate::fail("ZM")).await?;
        self.await_end(order).await?;
        self.decide(order, Fate::pay()).await?;
        self.await_end(order).await
    }

    /// Without looking at the order again, until the profile says that it is paid.
    async fn pay_and_leave(&mut self, order: &str) -> Result<End> {
        if !self.decide(order, Fate::pay()).await? {
            return Ok(End::Failed);
        }
        let since = Instant::now();
        while !self.is_let_in().await? {
            if since.elapsed() > KNOWN_WITHIN {
                bail!("{order} is paid and nobody noticed in {} s", KNOWN_WITHIN.as_secs());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(End::Completed)
    }

    async fn pay_unseen(&mut self, order: &str) -> Result<End> {
        let state = |word: &str| Disguise { state: Some(word.to_owned()), ..Disguise::default() };
        let disguise = match self.dice.random_range(0..3) {
            0 => state("PENDING"),
            1 => state("SOMETHING_NEW"),
            _ => Disguise { hidden: true, ..Disguise::default() },
        };
        self.world.control.disguise(order, disguise).await?;
        self.decide(order, Fate::pay()).await?;
        let asked = self.verify(order).await?;
        if asked["status"] == "completed" {
            self.client.surprise(format!("{order} completed while the provider did not say so"));
        }
        self.world.control.disguise(order, Disguise::default()).await?;
        self.await_end(order).await
    }

    /// Webhooks claim a payment that the provider knows nothing of.
    async fn do_not_pay(&mut self, order: &str) -> Result<()> {
        let claim = Announcement { state: Some("COMPLETED".to_owned()), ..Announcement::default() };
        self.world.control.announce(order, claim).await?;
        let asked = self.verify(order).await?;
        if asked["status"] == "completed" {
            self.client.surprise(format!("{order} completed because a webhook said so"));
        }
        Ok(())
    }

    async fn pay_something_else(&mut self, order: &str) -> Result<()> {
        self.ledger.doubtful = true;
        let other = self.ledger.orders.last().and_then(|(_, paise)| u64::try_from(*paise + 100).ok());
        let disguise = if self.dice.random_bool(0.5) {
            Disguise { amount: other, ..Disguise::default() }
        } else {
            Disguise { order_id: Some("OMOelse".to_owned()), ..Disguise::default() }
        };
        self.world.control.disguise(order, disguise).await?;
        self.decide(order, Fate::pay()).await?;
        let asked = self.verify(order).await?;
        if asked["status"] == "completed" {
            self.client.surprise(format!("{order} completed although another one was paid for"));
        }
        Ok(())
    }

    /// Plays the customer; `false` when the order is past that.
    async fn decide(&self, order: &str, fate: Fate) -> Result<bool> {
        match self.world.control.decide(order, fate).await {
            Ok(_) => Ok(true),
            Err(ControlError::Refused { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn verify(&mut self, order: &str) -> Result<Value> {
        let call = Call::post("payment verified", format!("{ROOT}/verify/{order}"), json!({}));
        self.client.ask(call).await?.success()
    }

    /// Watches the page of the payment until it says what became of it. What failed here and was paid there is asked for.
    async fn await_end(&mut self, order: &str) -> Result<End> {
        let since = Instant::now();
        loop {
            let call = Call::get("payment status", format!("{ROOT}/status/{order}"));
            let status = self.client.ask(call).await?.success()?;
            match text(&status, "status")?.as_str() {
                "completed" => return Ok(End::Completed),
                "failed" | "cancelled" if !self.is_paid(order).await? => return Ok(End::Failed),
                "failed" | "cancelled" => {
                    self.verify(order).await?;
                }
                _ => {}
            }
            if since.elapsed() > KNOWN_WITHIN {
                bail!("{order} has no end after {} s: {status}", KNOWN_WITHIN.as_secs());
            }
            let asked = status["next_poll_ms"].as_u64().map(Duration::from_millis);
            tokio::time::sleep(asked.filter(|wait| !wait.is_zero()).unwrap_or(LOOK_AGAIN)).await;
        }
    }

    async fn is_paid(&self, order: &str) -> Result<bool> {
        let order = self.world.control.order(order).await?;
        Ok(matches!(order.state, OrderState::Completed { .. }))
    }
}
