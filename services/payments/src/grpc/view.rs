//! The domain's values as the contract writes them.

use contracts::payments::v1 as wire;
use prost_types::Timestamp;
use time::{Duration, OffsetDateTime};

use crate::{
    domain::{
        Cycle, Limits, Plan, Purpose, Subscription, Transaction,
        subscription::{State as Held, Status as HeldStatus},
        transaction::{State, Status},
    },
    usecases::CheckoutState,
};

pub fn timestamp(at: OffsetDateTime) -> Timestamp {
    Timestamp { seconds: at.unix_timestamp(), nanos: i32::try_from(at.nanosecond()).unwrap_or(0) }
}

pub fn limits(limits: &Limits) -> wire::Limits {
    wire::Limits {
        moves_per_week: limits.moves_per_week,
        campaigns: limits.campaigns,
        icps: limits.icps,
        team_seats: limits.team_seats,
        storage_gb: limits.storage_gb,
        max_file_mb: limits.max_file_mb,
        api_calls_per_hour: limits.api_calls_per_hour,
        ai_generations_per_day: limits.ai_generations_per_day,
    }
}

pub fn plan(plan: &Plan) -> wire::Plan {
    wire::Plan {
        code: plan.code.to_string(),
        rank: u32::from(plan.rank),
        name: plan.name.clone(),
        monthly_paise: plan.monthly.paise(),
        yearly_paise: plan.yearly.paise(),
        popular: plan.popular,
        limits: Some(limits(&plan.limits)),
        features: plan.features.clone(),
    }
}

pub fn checkout(state: &CheckoutState) -> wire::Checkout {
    let payment = &state.payment;
    wire::Checkout {
        merchant_order_id: payment.order.to_string(),
        transaction_id: payment.id.to_string(),
        status: status(payment.state.status()).into(),
        plan: payment.choice.plan.to_string(),
        billing_cycle: cycle(payment.choice.cycle).into(),
        amount_paise: payment.amount.paise(),
        phonepe_transaction_id: provider_transaction(&payment.state),
        failure_code: failure_code(&payment.state),
        expires_at: Some(timestamp(payment.expires_at)),
        next_poll_ms: millis(state.ask_again_in),
        subscription: state.subscription.as_ref().map(summary),
        review: payment.state == State::Review,
        purpose: purpose(payment.purpose).into(),
    }
}

pub fn transaction(payment: &Transaction) -> wire::Transaction {
    wire::Transaction {
        transaction_id: payment.id.to_string(),
        merchant_order_id: payment.order.to_string(),
        purpose: purpose(payment.purpose).into(),
        plan: payment.choice.plan.to_string(),
        billing_cycle: cycle(payment.choice.cycle).into(),
        amount_paise: payment.amount.paise(),
        status: status(payment.state.status()).into(),
        payment_method: payment.method.clone(),
        failure_code: failure_code(&payment.state),
        refunded_paise: payment.refunded.paise(),
        created_at: Some(timestamp(payment.created_at)),
        completed_at: completed_at(&payment.state).map(timestamp),
        duplicate: payment.duplicate,
    }
}

pub fn subscription(held: &Subscription) -> wire::Subscription {
    let period = held.state.period();
    let mut view = wire::Subscription {
        subscription_id: held.id.to_string(),
        plan: held.choice.plan.to_string(),
        billing_cycle: cycle(held.choice.cycle).into(),
        status: subscription_status(held.state.status()).into(),
        current_period_start: period.map(|period| timestamp(period.start)),
        current_period_end: period.map(|period| timestamp(period.end)),
        trial_end: None,
        grace_period_end: None,
        canceled_at: None,
        pending_plan: held.pending.map(|choice| choice.plan.to_string()),
        pending_cycle: held
            .pending
            .map_or(wire::BillingCycle::Unspecified, |choice| cycle(choice.cycle))
            .into(),
    };
    match held.state {
        Held::Trial { ends_at } => view.trial_end = Some(timestamp(ends_at)),
        Held::PastDue { grace_ends_at, .. } => view.grace_period_end = Some(timestamp(grace_ends_at)),
        Held::Canceled { at, .. } => view.canceled_at = Some(timestamp(at)),
        Held::Incomplete
        | Held::IncompleteExpired
        | Held::Active { .. }
        | Held::Unpaid { .. }
        | Held::Paused { .. } => {}
    }
    view
}

fn summary(held: &Subscription) -> wire::SubscriptionSummary {
    wire::SubscriptionSummary {
        subscription_id: held.id.to_string(),
        plan: held.choice.plan.to_string(),
        status: subscription_status(held.state.status()).into(),
        current_period_end: held.state.period().map(|period| timestamp(period.end)),
    }
}

fn cycle(cycle: Cycle) -> wire::BillingCycle {
    match cycle {
        Cycle::Monthly => wire::BillingCycle::Monthly,
        Cycle::Yearly => wire::BillingCycle::Yearly,
    }
}

fn status(status: Status) -> wire::TransactionStatus {
    match status {
        Status::Pending => wire::TransactionStatus::Pending,
        Status::Completed => wire::TransactionStatus::Completed,
        Status::Failed => wire::TransactionStatus::Failed,
        Status::Refunded => wire::TransactionStatus::Refunded,
        Status::Cancelled => wire::TransactionStatus::Cancelled,
    }
}

fn purpose(purpose: Purpose) -> wire::Purpose {
    match purpose {
        Purpose::New => wire::Purpose::New,
        Purpose::Renewal => wire::Purpose::Renewal,
        Purpose::Upgrade => wire::Purpose::Upgrade,
        Purpose::CycleChange => wire::Purpose::CycleChange,
    }
}

pub fn subscription_status(status: HeldStatus) -> wire::SubscriptionStatus {
    match status {
        HeldStatus::None => wire::SubscriptionStatus::None,
        HeldStatus::Trial => wire::SubscriptionStatus::Trial,
        HeldStatus::Active => wire::SubscriptionStatus::Active,
        HeldStatus::PastDue => wire::SubscriptionStatus::PastDue,
        HeldStatus::Canceled => wire::SubscriptionStatus::Canceled,
        HeldStatus::Unpaid => wire::SubscriptionStatus::Unpaid,
        HeldStatus::Incomplete => wire::SubscriptionStatus::Incomplete,
        HeldStatus::IncompleteExpired => wire::SubscriptionStatus::IncompleteExpired,
        HeldStatus::Paused => wire::SubscriptionStatus::Paused,
    }
}

fn provider_transaction(state: &State) -> Option<String> {
    match state {
        State::Completed { provider_transaction, .. } | State::Refunded { provider_transaction, .. } => {
            provider_transaction.clone()
        }
        State::Opening { .. }
        | State::Open { .. }
        | State::Review
        | State::Failed { .. }
        | State::Cancelled { .. } => None,
    }
}

fn completed_at(state: &State) -> Option<OffsetDateTime> {
    match state {
        State::Completed { at, .. } | State::Refunded { at, .. } => Some(*at),
        State::Opening { .. }
        | State::Open { .. }
        | State::Review
        | State::Failed { .. }
        | State::Cancelled { .. } => None,
    }
}

fn failure_code(state: &State) -> Option<String> {
    if let State::Failed { code, .. } = state { Some(code.clone()) } else { None }
}

fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.whole_milliseconds()).unwrap_or(u32::MAX)
}
