use primitives::Money;
use time::{Duration, OffsetDateTime};

use crate::domain::{
    Choice, Transaction,
    subscription::{Aim, AlreadySubscribed},
    transaction::State,
};

/// What somebody wants to pay for at this moment.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub choice: Choice,
    pub price: Money,
    pub aim: Result<Aim, AlreadySubscribed>,
}

/// A checkout with less time than this left is not handed out any more.
const REST: Duration = Duration::minutes(1);

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

impl Wanted {
    /// Whether `payment` is for just that, and in time.
    fn fits(&self, payment: &Transaction, now: OffsetDateTime) -> bool {
        let aim = Aim { purpose: payment.purpose, follows: payment.follows };
        payment.choice == self.choice
            && payment.amount == self.price
            && self.aim == Ok(aim)
            && now < payment.expires_at - REST
    }
}

/// Decides about `pending`.
pub fn consider(pending: &Transaction, wanted: &Wanted, now: OffsetDateTime) -> Pending {
    match &pending.state {
        State::Opening { until: Some(until) } if *until > now => Pending::Wait,
        State::Opening { .. } => Pending::Resolve,
        State::Open { url } if wanted.fits(pending, now) => Pending::Reuse { url: url.clone() },
        State::Open { .. } => Pending::Replace,
        State::Review => Pending::UnderReview,
        // Not pending: nothing stands in the way.
        State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } | State::Refunded { .. } => {
            Pending::Replace
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::domain::{Cycle, PlanCode, Purpose, transaction::fixture};

    const NOW: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

    fn wanted(payment: &Transaction) -> Wanted {
        let aim = Ok(Aim { purpose: Purpose::New, follows: None });
        Wanted { choice: payment.choice, price: payment.amount, aim }
    }

    #[test]
    fn an_open_checkout_is_handed_out_again_only_for_the_same_thing_and_in_time() {
        let pending = fixture(NOW, State::Open { url: "u".to_owned() });
        let same = wanted(&pending);
        assert_eq!(consider(&pending, &same, NOW), Pending::Reuse { url: "u".to_owned() });
        assert_eq!(consider(&pending, &same, pending.expires_at - REST), Pending::Replace);
        let renewal = Aim { purpose: Purpose::Renewal, follows: Some(NOW) };
        for other in [
            Wanted { choice: Choice { plan: PlanCode::Soar, cycle: Cycle::Yearly }, ..same },
            Wanted { price: Money::from_paise(1), ..same },
            Wanted { aim: Ok(renewal), ..same },
            Wanted { aim: Err(AlreadySubscribed), ..same },
        ] {
            assert_eq!(consider(&pending, &other, NOW), Pending::Replace);
        }
    }

    #[test]
    fn a_checkout_being_opened_is_waited_for_until_its_opener_must_be_gone() {
        let until = NOW + Duration::seconds(60);
        let pending = fixture(NOW, State::Opening { until: Some(until) });
        assert_eq!(consider(&pending, &wanted(&pending), NOW), Pending::Wait);
        assert_eq!(consider(&pending, &wanted(&pending), until), Pending::Resolve);
        let gone = fixture(NOW, State::Opening { until: None });
        assert_eq!(consider(&gone, &wanted(&gone), NOW), Pending::Resolve);
    }

    #[test]
    fn nothing_new_is_opened_beside_a_payment_under_review() {
        let pending = fixture(NOW, State::Review);
        assert_eq!(consider(&pending, &wanted(&pending), NOW), Pending::UnderReview);
    }
}
