use time::OffsetDateTime;

use crate::domain::{
    ProviderOrder, Subscription, Transaction, schedule,
    settlement::{self, Verdict},
    subscription::{self, Effect},
    transaction::{NotAllowed, State},
};

/// What an answer of the provider comes to.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub verdict: Verdict,
    /// The payment afterwards.
    pub payment: Transaction,
    /// What the money does for the workspace, if it is there.
    pub effect: Option<Effect>,
    /// When the provider is asked again.
    pub next_check: Option<OffsetDateTime>,
}

/// Why and when the provider was asked.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// Our id there, if known.
    pub merchant: Option<&'a str>,
    /// A webhook was the reason.
    pub by_webhook: bool,
    pub now: OffsetDateTime,
}

/// Judges the answer (`None`: no such order) about `payment` of a workspace that has `held`, and follows the verdict.
pub fn conclude(
    payment: &Transaction,
    held: Option<&Subscription>,
    answer: Option<&ProviderOrder>,
    occasion: &Occasion<'_>,
) -> Outcome {
    let now = occasion.now;
    let verdict = settlement::judge(payment, answer, occasion.merchant, now);
    let effect = (verdict == Verdict::Complete).then(|| subscription::pay(held, payment, now));
    let after = match &verdict {
        Verdict::Keep | Verdict::Doubt(_) => payment.clone(),
        Verdict::Adopt { provider_order } => {
            Transaction { provider_order: Some(provider_order.clone()), ..payment.clone() }
        }
        Verdict::Complete => complete(payment, answer, effect, now),
        Verdict::Fail { code } => with_state(payment, payment.state.clone().fail(now, code.clone())),
        Verdict::Cancel { .. } | Verdict::Forget => with_state(payment, payment.state.clone().cancel(now)),
        Verdict::Review(_) => with_state(payment, Ok(State::Review)),
    };
    // What the provider never had is not watched any more.
    let next_check = if verdict == Verdict::Forget {
        None
    } else {
        schedule::after_answer(&after, occasion.by_webhook, now)
    };
    Outcome { verdict, payment: after, effect, next_check }
}

fn complete(
    payment: &Transaction,
    answer: Option<&ProviderOrder>,
    effect: Option<Effect>,
    now: OffsetDateTime,
) -> Transaction {
    let paid_by = answer.and_then(ProviderOrder::paid_by);
    let provider_transaction = paid_by.and_then(|attempt| attempt.transaction_id.clone());
    Transaction {
        method: paid_by.and_then(|attempt| attempt.mode.clone()),
        duplicate: effect == Some(Effect::Duplicate),
        ..with_state(payment, payment.state.clone().complete(now, provider_transaction))
    }
}

/// What is not allowed leaves it as it is.
fn with_state(payment: &Transaction, state: Result<State, NotAllowed>) -> Transaction {
    Transaction { state: state.unwrap_or_else(|_| payment.state.clone()), ..payment.clone() }
}
