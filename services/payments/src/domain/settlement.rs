use time::OffsetDateTime;

use crate::domain::{ProviderOrder, ProviderState, Transaction, transaction::State};

/// What an answer of the provider means for a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It stays as it is.
    Keep,
    /// It stays as it is; the provider's id of it is known now.
    Adopt { provider_order: String },
    /// The money is there.
    Complete,
    /// The money will not come.
    Fail { code: String },
    /// The customer backed out on the provider's page, or never saw it.
    Cancel { code: String },
    /// The provider never had it, and its time is over.
    Forget,
    /// Paid, in an answer that names another merchant: it stays as it is while a person sets that right.
    Doubt(Mismatch),
    /// A person has to look.
    Review(Mismatch),
}

/// How the answer differs from what we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    pub what: Difference,
    pub expected: String,
    pub found: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    Amount,
    Order,
    Merchant,
}

impl Difference {
    /// The kind of security event.
    pub fn event(self) -> &'static str {
        match self {
            Self::Amount => "AMOUNT_MISMATCH",
            Self::Order => "ORDER_MISMATCH",
            Self::Merchant => "MERCHANT_MISMATCH",
        }
    }
}

/// Judges the provider's answer (`None`: it has no such order) about `payment`. `merchant` is our id there, if known.
///
/// A payment completes only when the root state says so and amount and order are those we know.
pub fn judge(
    payment: &Transaction,
    answer: Option<&ProviderOrder>,
    merchant: Option<&str>,
    now: OffsetDateTime,
) -> Verdict {
    // Nobody was given the page of what is still being opened.
    let (pending, unseen) = match payment.state {
        State::Opening { .. } => (true, true),
        State::Open { .. } => (true, false),
        State::Failed { .. } | State::Cancelled { .. } => (false, false),
        State::Review | State::Completed { .. } | State::Refunded { .. } => return Verdict::Keep,
    };
    let Some(answer) = answer else {
        let never_arrived = unseen && payment.provider_order.is_none();
        return if never_arrived && now >= payment.expires_at { Verdict::Forget } else { Verdict::Keep };
    };
    match &answer.state {
        ProviderState::Completed => match (mismatch(payment, answer), foreign(answer, merchant)) {
            (None, None) => Verdict::Complete,
            (None, Some(mismatch)) => Verdict::Doubt(mismatch),
            (Some(mismatch), _) => Verdict::Review(mismatch),
        },
        ProviderState::Failed if unseen || pending && answer.was_cancelled() => {
            Verdict::Cancel { code: answer.failure_code() }
        }
        ProviderState::Failed if pending => Verdict::Fail { code: answer.failure_code() },
        ProviderState::Failed => Verdict::Keep,
        ProviderState::Pending | ProviderState::Other(_) => match &answer.order_id {
            Some(id) if payment.provider_order.is_none() => Verdict::Adopt { provider_order: id.clone() },
            Some(_) | None => Verdict::Keep,
        },
    }
}

/// A merchant id that is wrong alone is more likely a setting of ours than a payment of somebody else.
fn foreign(answer: &ProviderOrder, merchant: Option<&str>) -> Option<Mismatch> {
    let (expected, found) = (merchant?.to_owned(), answer.merchant_id.clone()?);
    (found != expected).then_some(Mismatch { what: Difference::Merchant, expected, found })
}

fn mismatch(payment: &Transaction, answer: &ProviderOrder) -> Option<Mismatch> {
    let differs = |what, expected: String, found: Option<String>| {
        let found = found.unwrap_or_else(|| "nothing".to_owned());
        (found != expected).then_some(Mismatch { what, expected, found })
    };
    let order = payment.provider_order.clone().unwrap_or_else(|| "an order that was opened".to_owned());
    differs(Difference::Order, order, answer.order_id.clone())
        .or_else(|| {
            let ours = answer.merchant_order_id.clone()?;
            differs(Difference::Order, payment.order.to_string(), Some(ours))
        })
        .or_else(|| {
            let amount = answer.amount.map(|paise| paise.to_string());
            differs(Difference::Amount, payment.amount.paise().to_string(), amount)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;
    use crate::domain::{provider, transaction};

    const NOW: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

    fn open() -> Transaction {
        transaction::fixture(NOW, State::Open { url: "u".to_owned() })
    }

    fn judged(payment: &Transaction, answer: &ProviderOrder) -> Verdict {
        judge(payment, Some(answer), Some("MERCHANT"), NOW)
    }

    fn completed() -> ProviderOrder {
        provider::fixture(ProviderState::Completed, "OMO1", 700_000)
    }

    #[test]
    fn only_the_right_order_with_the_right_amount_completes() {
        assert_eq!(judged(&open(), &completed()), Verdict::Complete);
        let wrong = [
            (Difference::Amount, ProviderOrder { amount: Some(699_999), ..completed() }),
            (Difference::Amount, ProviderOrder { amount: None, ..completed() }),
            (Difference::Order, ProviderOrder { order_id: Some("OMO2".to_owned()), ..completed() }),
            (Difference::Order, ProviderOrder { order_id: None, ..completed() }),
            (Difference::Order, ProviderOrder { merchant_order_id: Some("ORD1".to_owned()), ..completed() }),
        ];
        for (what, answer) in wrong {
            let Verdict::Review(mismatch) = judged(&open(), &answer) else {
                panic!("{answer:?} was accepted")
            };
            assert_eq!(mismatch.what, what);
        }
        let foreign = ProviderOrder { merchant_id: Some("OTHER".to_owned()), ..completed() };
        let Verdict::Doubt(mismatch) = judged(&open(), &foreign) else { panic!("{foreign:?} was accepted") };
        assert_eq!(mismatch.what, Difference::Merchant);
    }

    #[test]
    fn an_order_that_we_never_handed_out_cannot_be_paid() {
        for state in [State::Opening { until: None }, State::Cancelled { at: NOW }] {
            let unknown = Transaction { provider_order: None, ..transaction::fixture(NOW, state) };
            assert!(matches!(judged(&unknown, &completed()), Verdict::Review(_)));
            let pending = provider::fixture(ProviderState::Pending, "OMO7", 700_000);
            assert_eq!(judged(&unknown, &pending), Verdict::Adopt { provider_order: "OMO7".to_owned() });
        }
    }

    #[test]
    fn an_order_that_runs_out_before_anybody_saw_its_page_has_not_failed() {
        let opening = transaction::fixture(NOW, State::Opening { until: None });
        let mut failed = provider::fixture(ProviderState::Failed, "OMO1", 700_000);
        failed.detailed_error_code = Some("ORDER_EXPIRED".to_owned());
        assert_eq!(judged(&opening, &failed), Verdict::Cancel { code: "ORDER_EXPIRED".to_owned() });
    }

    #[test]
    fn what_the_provider_does_not_know_is_forgotten_after_its_time_if_nobody_could_pay_it() {
        let opening =
            Transaction { provider_order: None, ..transaction::fixture(NOW, State::Opening { until: None }) };
        assert_eq!(judge(&opening, None, None, NOW), Verdict::Keep);
        assert_eq!(judge(&opening, None, None, opening.expires_at), Verdict::Forget);
        assert_eq!(judge(&open(), None, None, open().expires_at), Verdict::Keep);
    }

    #[test]
    fn success_lifts_what_had_failed_or_was_cancelled() {
        for state in [State::Failed { at: NOW, code: "ZM".to_owned() }, State::Cancelled { at: NOW }] {
            let payment = transaction::fixture(NOW, state);
            assert_eq!(judged(&payment, &completed()), Verdict::Complete);
            let failed = provider::fixture(ProviderState::Failed, "OMO1", 700_000);
            assert_eq!(judged(&payment, &failed), Verdict::Keep);
        }
    }

    #[test]
    fn a_failure_is_believed_once() {
        let mut failed = provider::fixture(ProviderState::Failed, "OMO1", 700_000);
        failed.detailed_error_code = Some("ORDER_EXPIRED".to_owned());
        assert_eq!(judged(&open(), &failed), Verdict::Fail { code: "ORDER_EXPIRED".to_owned() });
        let code = "ORDER_CANCELLED_BY_USER".to_owned();
        failed.detailed_error_code = Some(code.clone());
        assert_eq!(judged(&open(), &failed), Verdict::Cancel { code });
    }

    proptest! {
        #[test]
        fn no_unknown_word_decides_anything(word in "[A-Z_]{0,20}", amount in 0i64..10_000_000) {
            prop_assume!(word != "COMPLETED" && word != "FAILED");
            let answer = provider::fixture(ProviderState::Other(word), "OMO1", amount);
            prop_assert_eq!(judged(&open(), &answer), Verdict::Keep);
        }

        #[test]
        fn nothing_touches_what_is_settled_or_under_review(amount in 0i64..10_000_000, failed: bool) {
            let state = if failed { ProviderState::Failed } else { ProviderState::Completed };
            let answer = provider::fixture(state, "OMO1", amount);
            for settled in [
                State::Review,
                State::Completed { at: NOW, provider_transaction: None },
                State::Refunded { at: NOW, provider_transaction: None },
            ] {
                prop_assert_eq!(judged(&transaction::fixture(NOW, settled), &answer), Verdict::Keep);
            }
        }
    }
}
