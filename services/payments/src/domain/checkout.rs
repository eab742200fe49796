use primitives::Money;
use time::OffsetDateTime;

use crate::domain::{Choice, Transaction, transaction::State};

/// What to do with a checkout that is pending when another one is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pending {
    /// Hand it out again.
    Reuse { url: String },
    /// Somebody is opening it at this moment.
    Wait,
    /// It was cut off while it was opened: the provider has to be asked what came of it.
    Resolve,
    /// It is for something else, or has run out.
    Replace,
    /// A person has to decide about it first.
    UnderReview,
}

/// Decides about `pending` when `choice` is wanted for `price`.
pub fn consider(pending: &Transaction, choice: Choice, price: Money, now: OffsetDateTime) -> Pending {
    match &pending.state {
        State::Opening { until: Some(until) } if *until > now => Pending::Wait,
        State::Opening { .. } => Pending::Resolve,
        State::Open { url } => {
            if pending.choice == choice && pending.amount == price && now < pending.expires_at {
                Pending::Reuse { url: url.clone() }
            } else {
                Pending::Replace
            }
        }
        State::Review => Pending::UnderReview,
        // Not pending: nothing stands in the way.
        State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } | State::Refunded { .. } => {
            Pending::Replace
        }
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;
    use crate::domain::{Cycle, PlanCode, transaction::fixture};

    const NOW: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

    #[test]
    fn an_open_checkout_is_handed_out_again_only_for_the_same_choice_and_price_and_in_time() {
        let pending = fixture(NOW, State::Open { url: "u".to_owned() });
        let (choice, price) = (pending.choice, pending.amount);
        assert_eq!(consider(&pending, choice, price, NOW), Pending::Reuse { url: "u".to_owned() });
        let other = Choice { plan: PlanCode::Soar, cycle: Cycle::Yearly };
        assert_eq!(consider(&pending, other, price, NOW), Pending::Replace);
        assert_eq!(consider(&pending, choice, Money::from_paise(1), NOW), Pending::Replace);
        assert_eq!(consider(&pending, choice, price, pending.expires_at), Pending::Replace);
    }

    #[test]
    fn a_checkout_being_opened_is_waited_for_until_its_opener_must_be_gone() {
        let until = NOW + Duration::seconds(60);
        let pending = fixture(NOW, State::Opening { until: Some(until) });
        assert_eq!(consider(&pending, pending.choice, pending.amount, NOW), Pending::Wait);
        assert_eq!(consider(&pending, pending.choice, pending.amount, until), Pending::Resolve);
        let gone = fixture(NOW, State::Opening { until: None });
        assert_eq!(consider(&gone, gone.choice, gone.amount, NOW), Pending::Resolve);
    }

    #[test]
    fn nothing_new_is_opened_beside_a_payment_under_review() {
        let pending = fixture(NOW, State::Review);
        assert_eq!(consider(&pending, pending.choice, pending.amount, NOW), Pending::UnderReview);
    }
}
