//! Everything that the gateway knows, changed under one lock and kept in one file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{
    clock::Clock,
    deliveries::{Delivery, Treatment},
    failure::Failure,
    faults::{Fault, Operation},
    ids,
    ids::Reference,
    order::Order,
    refund::{Refund, RefundState, RefundStep},
    rules::Rules,
    webhooks::{Event, WebhookRules},
    wire::views,
};

mod orders;
mod refunds;

pub use orders::{Duplicate, NewOrder, Refused};
pub use refunds::{NewRefund, RefusedRefund, RefusedStep};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct World {
    pub clock: Clock,
    pub rules: Rules,
    pub webhooks: WebhookRules,
    pub orders: BTreeMap<Reference, Order>,
    pub refunds: BTreeMap<Reference, Refund>,
    pub deliveries: BTreeMap<u64, Delivery>,
    pub faults: Vec<Fault>,
    pub counters: BTreeMap<Operation, u64>,
    tokens: Vec<Token>,
    /// Deliveries that nobody has been told to send yet.
    #[serde(skip)]
    outgoing: Vec<u64>,
    /// Nothing falls due before this; unknown after a change.
    #[serde(skip)]
    quiet_until: Option<OffsetDateTime>,
    #[serde(skip)]
    account: Account,
}

/// The part of the settings that answers and webhooks need.
#[derive(Clone, Default)]
pub struct Account {
    pub merchant_id: String,
    pub webhook_url: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Token {
    pub text: String,
    #[serde(with = "time::serde::rfc3339")]
    pub issued_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

impl World {
    pub fn of(account: Account, saved: Option<Self>) -> Self {
        let mut world = Self { account, ..saved.unwrap_or_default() };
        world.outgoing = world.unfinished();
        world
    }

    pub fn reset(&mut self) {
        *self = Self::of(self.account.clone(), None);
    }

    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    pub fn merchant_id(&self) -> &str {
        &self.account.merchant_id
    }

    pub fn webhook_url(&self) -> Option<&str> {
        self.webhooks.url.as_deref().or(self.account.webhook_url.as_deref())
    }

    pub fn take_outgoing(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.outgoing)
    }

    /// Says that something may have changed, so that what falls due has to be looked for again.
    pub fn touched(&mut self) {
        self.quiet_until = None;
    }

    /// Lets the time that has passed take its effect; says whether it had any.
    pub fn settle(&mut self) -> bool {
        let now = self.now();
        if self.quiet_until.is_some_and(|until| now < until) {
            return false;
        }
        let due = |order: &&Order| order.is_due(now);
        let expired: Vec<_> =
            self.orders.values().filter(due).map(|order| order.merchant_order_id.clone()).collect();
        for id in &expired {
            if let Some(order) = self.orders.get_mut(id)
                && order.give_up(Failure::expired()).is_ok()
            {
                self.announce_order(id, Event::OrderFailed);
            }
        }
        let refunded = self.settle_refunds(now);
        self.quiet_until = Some(self.next_due(now));
        refunded || !expired.is_empty()
    }

    /// Counts a call and takes the fault planned for it.
    pub fn arrived(&mut self, operation: Operation) -> Option<Fault> {
        *self.counters.entry(operation).or_default() += 1;
        let index = self.faults.iter().position(|fault| fault.concerns(operation))?;
        let fault = self.faults[index].clone();
        match &mut self.faults[index].times {
            None => {}
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => {
                self.faults.remove(index);
            }
        }
        Some(fault)
    }

    pub fn issue_token(&mut self) -> Token {
        let now = self.now();
        let expires_at = now + Duration::seconds(self.rules.token_life_seconds.into());
        let claims = json!({ "merchantId": self.merchant_id() });
        let token = Token { text: ids::token(expires_at, claims), issued_at: now, expires_at };
        self.tokens.retain(|token| token.expires_at > now);
        self.tokens.push(token.clone());
        token
    }

    pub fn accepts(&self, token: &str) -> bool {
        let now = self.now();
        self.tokens.iter().any(|known| known.text == token && known.expires_at > now)
    }

    pub fn revoke_tokens(&mut self) {
        self.tokens.clear();
    }

    /// Puts a webhook on its way, by the rules or as the caller wants it.
    pub fn send(&mut self, event: &str, subject: &str, body: String, treatment: Treatment) -> u64 {
        let id = self.deliveries.last_key_value().map_or(1, |(last, _)| last + 1);
        let state = treatment.first_state();
        let delivery = Delivery {
            id,
            event: event.to_owned(),
            subject: subject.to_owned(),
            body,
            state,
            treatment,
            tries: Vec::new(),
            created_at: self.now(),
        };
        self.deliveries.insert(id, delivery);
        self.outgoing.extend(self.unfinished_one(id));
        id
    }

    pub fn on_delivery(&mut self, id: u64, act: impl FnOnce(&mut Delivery)) {
        if let Some(delivery) = self.deliveries.get_mut(&id) {
            act(delivery);
        }
    }

    pub fn announce_order(&mut self, id: &Reference, event: Event) {
        if let Some(order) = self.orders.get(id) {
            let payload = views::order_webhook(order, self.merchant_id());
            self.announce(event, id, payload);
        }
    }

    fn announce_refund(&mut self, id: &Reference, event: Event) {
        if let Some(refund) = self.refunds.get(id) {
            let payload =
                views::refund_webhook(refund, self.orders.get(&refund.merchant_order_id), self.merchant_id());
            self.announce(event, id, payload);
        }
    }

    fn announce(&mut self, event: Event, subject: &Reference, payload: serde_json::Value) {
        let wanted = self.webhooks.events.contains(&event) && self.webhook_url().is_some();
        let treatment = if wanted { self.webhooks.next_treatment() } else { Treatment::default() };
        let body = self.webhooks.body(event, payload, treatment.amount);
        let id = self.send(event.name(), subject.as_str(), body, treatment);
        if !wanted {
            self.outgoing.retain(|waiting| *waiting != id);
            self.on_delivery(id, Delivery::unsubscribe);
        }
    }

    fn unfinished(&self) -> Vec<u64> {
        self.deliveries.keys().filter_map(|id| self.unfinished_one(*id)).collect()
    }

    fn unfinished_one(&self, id: u64) -> Option<u64> {
        self.deliveries.get(&id).filter(|delivery| delivery.is_waiting()).map(|delivery| delivery.id)
    }

    fn next_due(&self, now: OffsetDateTime) -> OffsetDateTime {
        let expiries = self.orders.values().filter_map(Order::expires);
        let steps = self.refunds.values().filter_map(|refund| refund.next_step(self.rules.refund_pace?));
        expiries.chain(steps).min().unwrap_or(now + Duration::HOUR)
    }

    fn settle_refunds(&mut self, now: OffsetDateTime) -> bool {
        let Some(pace) = self.rules.refund_pace else { return false };
        let mut steps = Vec::new();
        for refund in
            self.refunds.values().filter(|refund| refund.next_step(pace).is_some_and(|at| at <= now))
        {
            let id = &refund.merchant_refund_id;
            if refund.state == RefundState::Pending {
                steps.push((id.clone(), RefundStep::Confirmed));
            }
            if refund.completes(pace) <= now {
                steps.push((id.clone(), RefundStep::Completed));
            }
        }
        let any = !steps.is_empty();
        for (id, step) in steps {
            if let Err(refused) = self.advance_refund(&id, step) {
                tracing::warn!(refund = id.as_str(), %refused, "a refund could not go on");
            }
        }
        any
    }
}
