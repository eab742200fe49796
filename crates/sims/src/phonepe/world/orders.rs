use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::Duration;

use super::World;
use crate::phonepe::{
    control::Fate,
    failure::Failure,
    ids,
    ids::Reference,
    order::{Disguise, NotAllowed, Order, OrderState},
    payment_mode::PaymentMode,
    webhooks::Event,
};

/// A create request that keeps every rule of the documentation.
pub struct NewOrder {
    pub merchant_order_id: Reference,
    pub amount: u64,
    pub expire_after: Duration,
    pub meta_info: BTreeMap<String, String>,
    pub retry_allowed: bool,
    pub redirect_url: String,
    pub cancel_redirect_url: Option<String>,
    pub offered: Vec<PaymentMode>,
    pub request: Value,
}

/// Why an order cannot have this fate.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("there is no such order")]
    Unknown,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
}

/// The merchant's id has been used.
pub struct Duplicate;

impl World {
    pub fn create_order(&mut self, new: NewOrder) -> Result<&Order, Duplicate> {
        if self.orders.contains_key(&new.merchant_order_id) {
            return Err(Duplicate);
        }
        let now = self.now();
        let expire_at = now + new.expire_after;
        let claims = json!({ "merchantId": self.merchant_id(), "merchantOrderId": new.merchant_order_id });
        let order = Order {
            merchant_order_id: new.merchant_order_id.clone(),
            order_id: ids::order_id(now),
            checkout_token: ids::token(expire_at, claims),
            amount: new.amount,
            created_at: now,
            expire_at,
            state: OrderState::Pending,
            attempts: Vec::new(),
            meta_info: new.meta_info,
            retry_allowed: new.retry_allowed,
            redirect_url: new.redirect_url,
            cancel_redirect_url: new.cancel_redirect_url,
            offered: new.offered,
            request: new.request,
            stuck: false,
            disguise: Disguise::default(),
        };
        Ok(self.orders.entry(new.merchant_order_id).or_insert(order))
    }

    pub fn order_by_token(&self, token: &str) -> Option<&Order> {
        self.orders.values().find(|order| order.checkout_token == token)
    }

    pub fn order_by_transaction(&self, id: &str) -> Option<&Order> {
        self.orders.values().find(|order| order.attempts.iter().any(|attempt| attempt.transaction_id == id))
    }

    /// What the customer and the bank do, and the webhook that follows from it.
    pub fn decide(&mut self, id: &Reference, fate: Fate) -> Result<&Order, Refused> {
        let now = self.now();
        let order = self.orders.get_mut(id).ok_or(Refused::Unknown)?;
        match fate {
            Fate::Pay { mode, split } => order.pay(mode, split, now)?,
            Fate::Pending { mode } => order.leave_pending(mode, now)?,
            Fate::Fail(reason) => order.fail(reason.into(), now)?,
            Fate::FailAttempt(reason) => order.fail_attempt(reason.into(), now)?,
            Fate::Cancel => order.give_up(Failure::cancelled())?,
            Fate::Expire => order.give_up(Failure::expired())?,
        }
        let attempt_failed = order.attempts.last().is_some_and(|attempt| attempt.state.failure().is_some());
        match order.state {
            OrderState::Completed { .. } => self.announce_order(id, Event::OrderCompleted),
            OrderState::Failed { .. } => self.announce_order(id, Event::OrderFailed),
            OrderState::Pending if attempt_failed => self.announce_order(id, Event::AttemptFailed),
            OrderState::Pending => {}
        }
        self.orders.get(id).ok_or(Refused::Unknown)
    }
}
