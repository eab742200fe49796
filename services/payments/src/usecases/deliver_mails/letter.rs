use database::outbox::Entry;
use time::OffsetDateTime;

use super::{FAILED, PAID, Trouble};
use crate::{
    clients::{
        Contact,
        mails::{Confirmation, Failed, Letter},
    },
    context::Context,
    domain::{Plan, Purpose, Transaction, failure, transaction::State},
    error::PaymentError,
};

/// The words of the mail that `entry` asks for.
pub async fn write(
    context: &Context,
    entry: &Entry,
    payment: &Transaction,
    contact: &Contact,
) -> Result<Result<Letter, Trouble>, PaymentError> {
    let plans = context.plans.get().await?;
    let Some(plan) = plans.find(payment.choice.plan) else {
        return Ok(Err(Trouble::Permanent("the plan is gone".to_owned())));
    };
    Ok(match entry.kind.as_str() {
        PAID => Ok(paid(context, entry, (payment, plan), contact)),
        FAILED => failed(context, (payment, plan), contact),
        other => Err(Trouble::Permanent(format!("nobody writes {other}"))),
    })
}

fn paid(
    context: &Context,
    entry: &Entry,
    (payment, plan): (&Transaction, &Plan),
    contact: &Contact,
) -> Letter {
    let next_billing = entry.payload["next_billing"].as_i64();
    let paid_at = entry.payload["paid_at"].as_i64().and_then(at).unwrap_or(payment.created_at);
    let address = |path: &str| context.public_address(path);
    let (go_on, steps) = match payment.purpose {
        Purpose::New => (
            ("Start onboarding", address("onboarding")),
            vec![
                "Answer the 23 onboarding steps; what you type is saved as you go.".to_owned(),
                "At the end your Business Context Manifest is built from your answers.".to_owned(),
                "The dashboard opens with it.".to_owned(),
            ],
        ),
        Purpose::Renewal | Purpose::Upgrade | Purpose::CycleChange => (
            ("Open the dashboard", address("dashboard")),
            vec!["Nothing more to do: your workspace goes on as it is.".to_owned()],
        ),
    };
    Confirmation {
        name: &contact.name,
        workspace: &contact.workspace_name,
        plan: &plan.name,
        amount: payment.amount,
        transaction: &payment.id.to_string(),
        order: payment.order.as_str(),
        paid_at,
        cycle: payment.choice.cycle,
        next_billing: next_billing.and_then(at),
        perks: &plan.features,
        steps: &steps,
        go_on: (go_on.0, &go_on.1),
        unsubscribe: &address("settings/notifications"),
    }
    .letter()
}

fn at(seconds: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}

/// A payment that has succeeded since is not mourned.
fn failed(
    context: &Context,
    (payment, plan): (&Transaction, &Plan),
    contact: &Contact,
) -> Result<Letter, Trouble> {
    let State::Failed { code, .. } = &payment.state else {
        return Err(Trouble::Pointless("the payment is not failed any more"));
    };
    let retry = match payment.purpose {
        Purpose::New => "onboarding/plans?paymentStatus=failed",
        Purpose::Renewal | Purpose::Upgrade | Purpose::CycleChange => "settings/billing",
    };
    Ok(Failed {
        name: &contact.name,
        workspace: &contact.workspace_name,
        plan: &plan.name,
        amount: payment.amount,
        transaction: &payment.id.to_string(),
        order: payment.order.as_str(),
        reason: failure::reason(code),
        retry: &context.public_address(retry),
    }
    .letter())
}
