use time::Duration;

use super::World;
use crate::phonepe::{
    ids,
    ids::Reference,
    order::OrderState,
    refund::{NotAllowed, Refund, RefundState, RefundStep},
    webhooks::Event,
};

const REFUNDABLE: Duration = Duration::days(90);

pub struct NewRefund {
    pub merchant_refund_id: Reference,
    pub merchant_order_id: Reference,
    pub amount: u64,
}

/// Why the gateway does not take a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedRefund {
    IdUsed,
    BelowMinimum,
    UnknownOrder,
    NotPaid,
    TooOld,
    AnotherUnderWay,
    TooMuch,
}

#[derive(Debug, thiserror::Error)]
pub enum RefusedStep {
    #[error("there is no such refund")]
    Unknown,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
}

impl World {
    pub fn create_refund(&mut self, new: NewRefund) -> Result<&Refund, RefusedRefund> {
        self.check_refund(&new)?;
        let now = self.now();
        let refund = Refund {
            merchant_refund_id: new.merchant_refund_id.clone(),
            refund_id: ids::refund_id(now),
            merchant_order_id: new.merchant_order_id,
            amount: new.amount,
            created_at: now,
            changed_at: now,
            state: RefundState::Pending,
        };
        Ok(self.refunds.entry(new.merchant_refund_id).or_insert(refund))
    }

    fn check_refund(&self, new: &NewRefund) -> Result<(), RefusedRefund> {
        if self.refunds.contains_key(&new.merchant_refund_id) {
            return Err(RefusedRefund::IdUsed);
        }
        if new.amount < self.rules.refund_minimum {
            return Err(RefusedRefund::BelowMinimum);
        }
        let order = self.orders.get(&new.merchant_order_id).ok_or(RefusedRefund::UnknownOrder)?;
        let OrderState::Completed { at } = order.state else {
            return Err(RefusedRefund::NotPaid);
        };
        if self.now() - at > REFUNDABLE {
            return Err(RefusedRefund::TooOld);
        }
        let mut refunded = 0_u64;
        for earlier in
            self.refunds.values().filter(|refund| refund.merchant_order_id == new.merchant_order_id)
        {
            if earlier.is_open() {
                return Err(RefusedRefund::AnotherUnderWay);
            }
            if earlier.counts() {
                refunded = refunded.saturating_add(earlier.amount);
            }
        }
        if refunded.saturating_add(new.amount) > order.amount { Err(RefusedRefund::TooMuch) } else { Ok(()) }
    }

    pub fn advance_refund(&mut self, id: &Reference, step: RefundStep) -> Result<&Refund, RefusedStep> {
        let now = self.now();
        let refund = self.refunds.get_mut(id).ok_or(RefusedStep::Unknown)?;
        refund.advance(step, now)?;
        let event = match refund.state {
            RefundState::Pending => None,
            RefundState::Confirmed => Some(Event::RefundAccepted),
            RefundState::Completed => Some(Event::RefundCompleted),
            RefundState::Failed { .. } => Some(Event::RefundFailed),
        };
        if let Some(event) = event {
            self.announce_refund(id, event);
        }
        self.refunds.get(id).ok_or(RefusedStep::Unknown)
    }
}
