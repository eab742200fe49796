use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::{failure::Failure, ids, ids::Reference, payment_mode::PaymentMode};

/// A checkout order as the gateway knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// The merchant's id, unique for ever.
    pub merchant_order_id: Reference,
    /// The provider's id, `OMO…`.
    pub order_id: String,
    /// What the hosted page is opened with.
    pub checkout_token: String,
    /// Paise.
    pub amount: u64,
    /// When it was created.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it fails by itself.
    #[serde(with = "time::serde::rfc3339")]
    pub expire_at: OffsetDateTime,
    /// What became of it.
    pub state: OrderState,
    /// Every try of the customer, oldest first.
    pub attempts: Vec<Attempt>,
    /// `udf1` to `udf15`, echoed.
    pub meta_info: BTreeMap<String, String>,
    /// Whether a failed attempt leaves the order open.
    pub retry_allowed: bool,
    /// Where the browser goes afterwards.
    pub redirect_url: String,
    /// Where it goes after a cancel, when that is another place.
    pub cancel_redirect_url: Option<String>,
    /// What the hosted page offers.
    pub offered: Vec<PaymentMode>,
    /// The create request exactly as it was sent.
    pub request: Value,
    /// A stuck order never expires.
    pub stuck: bool,
    /// What status calls say instead of the truth.
    pub disguise: Disguise,
}

/// The root state of an order; only completed is final.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderState {
    /// No attempt, or one under way.
    Pending,
    /// Paid.
    Completed {
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
    /// Not paid; a late success may still turn it.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// One try of the customer to pay an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attempt {
    /// The provider's id, `OM…`.
    pub transaction_id: String,
    /// How.
    pub mode: PaymentMode,
    /// When it started.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What became of it.
    pub state: AttemptState,
    /// Paid half from the bank, half from the wallet.
    pub split: bool,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AttemptState {
    /// Under way.
    Pending,
    /// Paid.
    Completed,
    /// Not paid.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// What status calls say about an order instead of the truth. Webhooks are not touched by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Disguise {
    /// Another state, known or not.
    pub state: Option<String>,
    /// Another amount, in paise.
    pub amount: Option<u64>,
    /// The amount as text, as one page of the documentation has it.
    pub amount_as_text: bool,
    /// Another provider order id.
    pub order_id: Option<String>,
    /// As if there were no such order.
    pub hidden: bool,
}

/// An order in this state cannot become that.
#[derive(Debug, thiserror::Error)]
#[error("an order that is {from} cannot be made {to}")]
pub struct NotAllowed {
    from: &'static str,
    to: &'static str,
}

impl OrderState {
    /// As it stands on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Completed { .. } => "COMPLETED",
            Self::Failed { .. } => "FAILED",
        }
    }

    /// Why it failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed { failure } => Some(failure),
            Self::Pending | Self::Completed { .. } => None,
        }
    }
}

impl AttemptState {
    /// As it stands on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Completed => "COMPLETED",
            Self::Failed { .. } => "FAILED",
        }
    }

    /// Why it failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed { failure } => Some(failure),
            Self::Pending | Self::Completed => None,
        }
    }
}

impl Order {
    pub(super) fn is_pending(&self) -> bool {
        self.state == OrderState::Pending
    }

    pub(super) fn is_due(&self, now: OffsetDateTime) -> bool {
        self.expires().is_some_and(|at| at <= now)
    }

    /// When it fails by itself, if it is going to.
    pub(super) fn expires(&self) -> Option<OffsetDateTime> {
        (self.is_pending() && !self.stuck).then_some(self.expire_at)
    }

    /// Also of a failed order: the bank's answer may come late.
    pub(super) fn pay(
        &mut self,
        mode: Option<PaymentMode>,
        split: bool,
        now: OffsetDateTime,
    ) -> Result<(), NotAllowed> {
        if matches!(self.state, OrderState::Completed { .. }) {
            return Err(self.refuse("COMPLETED"));
        }
        let attempt = self.attempt_under_way(mode, now);
        attempt.state = AttemptState::Completed;
        attempt.split = split;
        self.state = OrderState::Completed { at: now };
        Ok(())
    }

    /// The customer confirmed and the bank has not answered.
    pub(super) fn leave_pending(
        &mut self,
        mode: Option<PaymentMode>,
        now: OffsetDateTime,
    ) -> Result<(), NotAllowed> {
        self.must_be_pending("PENDING")?;
        self.attempt_under_way(mode, now);
        Ok(())
    }

    /// The attempt fails; the order with it when it allows no second one.
    pub(super) fn fail_attempt(&mut self, failure: Failure, now: OffsetDateTime) -> Result<(), NotAllowed> {
        self.must_be_pending("FAILED")?;
        self.attempt_under_way(None, now).state = AttemptState::Failed { failure: failure.clone() };
        if !self.retry_allowed {
            self.state = OrderState::Failed { failure };
        }
        Ok(())
    }

    pub(super) fn fail(&mut self, failure: Failure, now: OffsetDateTime) -> Result<(), NotAllowed> {
        self.must_be_pending("FAILED")?;
        self.attempt_under_way(None, now).state = AttemptState::Failed { failure: failure.clone() };
        self.state = OrderState::Failed { failure };
        Ok(())
    }

    /// Ended without a new attempt: cancelled or out of time. One under way ends with it.
    pub(super) fn give_up(&mut self, failure: Failure) -> Result<(), NotAllowed> {
        self.must_be_pending("FAILED")?;
        if let Some(attempt) = self.attempts.iter_mut().find(|attempt| attempt.state == AttemptState::Pending)
        {
            attempt.state = AttemptState::Failed { failure: failure.clone() };
        }
        self.state = OrderState::Failed { failure };
        Ok(())
    }

    fn attempt_under_way(&mut self, mode: Option<PaymentMode>, now: OffsetDateTime) -> &mut Attempt {
        let open = self.attempts.iter().position(|attempt| attempt.state == AttemptState::Pending);
        let index = open.unwrap_or_else(|| {
            let first = self.offered.first().copied().unwrap_or(PaymentMode::UpiIntent);
            self.attempts.push(Attempt {
                transaction_id: ids::transaction_id(now),
                mode: mode.unwrap_or(first),
                at: now,
                state: AttemptState::Pending,
                split: false,
            });
            self.attempts.len() - 1
        });
        &mut self.attempts[index]
    }

    fn must_be_pending(&self, to: &'static str) -> Result<(), NotAllowed> {
        if self.is_pending() { Ok(()) } else { Err(self.refuse(to)) }
    }

    fn refuse(&self, to: &'static str) -> NotAllowed {
        NotAllowed { from: self.state.name(), to }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

    fn order(retry_allowed: bool) -> Order {
        Order {
            merchant_order_id: Reference::parse("ORD1").unwrap(),
            order_id: ids::order_id(NOW),
            checkout_token: "token".to_owned(),
            amount: 50_000,
            created_at: NOW,
            expire_at: NOW + time::Duration::minutes(20),
            state: OrderState::Pending,
            attempts: Vec::new(),
            meta_info: BTreeMap::new(),
            retry_allowed,
            redirect_url: "http://localhost/".to_owned(),
            cancel_redirect_url: None,
            offered: vec![PaymentMode::Card],
            request: Value::Null,
            stuck: false,
            disguise: Disguise::default(),
        }
    }

    #[test]
    fn a_failed_attempt_leaves_the_order_open_unless_retry_is_disabled() {
        let mut open = order(true);
        open.fail_attempt(Failure::of(None, None), NOW).unwrap();
        assert!(open.is_pending());
        open.pay(None, false, NOW).unwrap();
        assert_eq!(
            open.attempts.iter().map(|attempt| attempt.state.name()).collect::<Vec<_>>(),
            ["FAILED", "COMPLETED"]
        );

        let mut closed = order(false);
        closed.fail_attempt(Failure::of(None, None), NOW).unwrap();
        assert_eq!(closed.state.name(), "FAILED");
    }

    #[test]
    fn an_attempt_under_way_is_the_one_that_is_decided() {
        let mut order = order(true);
        order.leave_pending(Some(PaymentMode::UpiQr), NOW).unwrap();
        order.pay(Some(PaymentMode::Card), false, NOW).unwrap();
        assert_eq!(order.attempts.len(), 1);
        assert_eq!(order.attempts[0].mode, PaymentMode::UpiQr);
    }

    #[test]
    fn a_completed_order_never_goes_back_and_a_failed_one_may_complete_late() {
        let mut order = order(true);
        order.give_up(Failure::expired()).unwrap();
        assert!(order.attempts.is_empty());
        order.pay(None, false, NOW).unwrap();
        assert!(order.fail(Failure::cancelled(), NOW).is_err());
        assert!(order.give_up(Failure::cancelled()).is_err());
        assert!(order.pay(None, false, NOW).is_err());
        assert_eq!(order.state.name(), "COMPLETED");
    }

    #[test]
    fn a_stuck_order_is_never_due() {
        let mut order = order(true);
        assert!(!order.is_due(NOW));
        assert!(order.is_due(order.expire_at));
        order.stuck = true;
        assert!(!order.is_due(order.expire_at));
    }
}
