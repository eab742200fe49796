//! The two trails that every change of a payment leaves: the payment's own, and the workspace's chained audit log.

use database::{
    Tx,
    audit::{self, ActorKind},
};
use serde_json::{Value, json};

use crate::{
    context::Context,
    domain::{Actor, Transaction},
    error::PaymentError,
    store::payment_audit,
};

/// Notes that a payment went from `before` to `after`. Without an actor the provider's word did it.
pub async fn note(
    context: &Context,
    tx: &mut Tx,
    (before, after): (&Transaction, &Transaction),
    actor: Option<&Actor>,
    (action, details): (&'static str, Value),
) -> Result<(), PaymentError> {
    let at = context.clock.now();
    let mut now = shown(after);
    now["details"] = details.clone();
    let entry = payment_audit::Entry {
        id: context.uuid(),
        payment: after,
        actor,
        action,
        before: shown(before),
        after: now,
        at,
    };
    payment_audit::append(tx, entry).await?;
    let entry = audit::Entry {
        id: context.uuid(),
        workspace: Some(after.workspace),
        actor_kind: if actor.is_some() { ActorKind::User } else { ActorKind::Provider },
        actor: actor.map(|actor| actor.user.0),
        action,
        target: ("payment", after.order.as_str()),
        details,
        client: (
            actor.and_then(|actor| actor.ip.as_deref()),
            actor.and_then(|actor| actor.user_agent.as_deref()),
        ),
        error: None,
        at,
    };
    Ok(audit::append(tx, entry).await?)
}

fn shown(payment: &Transaction) -> Value {
    json!({
        "status": payment.state.status().as_str(),
        "plan": payment.choice.plan.as_str(),
        "billing_cycle": payment.choice.cycle.as_str(),
        "amount_paise": payment.amount.paise(),
        "provider_order": payment.provider_order,
    })
}
