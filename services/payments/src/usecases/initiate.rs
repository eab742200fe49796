use std::{collections::BTreeMap, error::Error};

use database::idempotency::{self, Call};
use primitives::Money;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::open_checkout::{self, LEASE, Wish, keeping};
use crate::{
    clients::ProviderError,
    context::{Context, Shared},
    domain::{Actor, BrokenRule, Choice, Cycle, OrderId, TransactionId, UnknownWord, metadata::Metadata},
    error::PaymentError,
};

/// A wish to pay, as the client wrote it.
#[derive(Debug)]
pub struct Initiate {
    pub actor: Actor,
    pub plan: String,
    /// Empty means monthly.
    pub cycle: String,
    pub metadata: BTreeMap<String, String>,
    pub key: String,
}

/// A checkout to pay at.
#[derive(Debug, Clone)]
pub struct Initiated {
    pub order: OrderId,
    pub url: String,
    pub payment: TransactionId,
    pub amount: Money,
    pub expires_at: OffsetDateTime,
    /// It was open already.
    pub reused: bool,
    /// This was the answer to an earlier call with the same key.
    pub replayed: bool,
}

/// Opens a checkout, or hands out the open one. The same key gets the same answer.
#[tracing::instrument(name = "payments.initiate", skip_all, fields(workspace = %command.actor.workspace))]
pub async fn initiate(context: &Shared, command: Initiate) -> Result<Initiated, PaymentError> {
    let body = serde_json::json!([command.plan, command.cycle, command.metadata]).to_string();
    let call = Call::new(command.actor.workspace, "payments.initiate", &command.key, body.as_bytes())?;
    let shared = context.clone();
    // Between the provider's page and our row nobody may walk away.
    context.to_the_end(async move { once(&shared, command, &call).await }).await
}

async fn once(context: &Context, command: Initiate, call: &Call) -> Result<Initiated, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin_in(command.actor.workspace).await?;
    let claim = idempotency::claim(&mut tx, call, now, LEASE).await?;
    tx.commit().await?;
    if let Some(answer) = claim.admit()? {
        return replay(&answer);
    }
    let workspace = command.actor.workspace;
    let answer = match parse(command) {
        Ok(wish) => {
            let opening = keeping(context, call, open_checkout::open_checkout(context, &wish, call));
            let opened = tokio::time::timeout(context.patience, opening).await;
            opened.unwrap_or_else(|_| Err(PaymentError::Initiation(ProviderError::unsettled())))
        }
        Err(error) => Err(error),
    };
    if answer.is_err() {
        // What was begun stands in its row, so the same key may try again at once.
        let mut tx = context.begin_in(workspace).await?;
        idempotency::release(&mut tx, call).await?;
        tx.commit().await?;
    }
    answer
}

fn parse(command: Initiate) -> Result<Wish, PaymentError> {
    let plan = command.plan.parse().map_err(|_| PaymentError::InvalidPlan)?;
    let cycle = match command.cycle.as_str() {
        "" => Cycle::Monthly,
        word => word.parse().map_err(|_| unknown_cycle())?,
    };
    let metadata = Metadata::parse(command.metadata).map_err(PaymentError::Broken)?;
    Ok(Wish { actor: command.actor, choice: Choice { plan, cycle }, metadata })
}

fn unknown_cycle() -> PaymentError {
    PaymentError::Broken(vec![BrokenRule {
        pointer: "/billing_cycle".to_owned(),
        code: "UNKNOWN_VALUE",
        message: "must be monthly or yearly",
    }])
}

/// The answer as it is kept with the key.
#[derive(Serialize, Deserialize)]
struct Kept {
    order: String,
    url: String,
    payment: Uuid,
    amount_paise: i64,
    expires_at: OffsetDateTime,
    reused: bool,
}

impl Initiated {
    /// For [`idempotency::finish`].
    pub(super) fn kept(&self) -> Vec<u8> {
        let kept = Kept {
            order: self.order.to_string(),
            url: self.url.clone(),
            payment: self.payment.0,
            amount_paise: self.amount.paise(),
            expires_at: self.expires_at,
            reused: self.reused,
        };
        serde_json::to_vec(&kept).unwrap_or_default()
    }
}

fn unreadable<E: Error + Send + Sync + 'static>(error: E) -> PaymentError {
    database::Error::unreadable("idempotency_keys.response", error).into()
}

fn replay(answer: &[u8]) -> Result<Initiated, PaymentError> {
    let kept: Kept = serde_json::from_slice(answer).map_err(unreadable)?;
    Ok(Initiated {
        order: kept.order.parse().map_err(unreadable::<UnknownWord>)?,
        url: kept.url,
        payment: TransactionId(kept.payment),
        amount: Money::from_paise(kept.amount_paise),
        expires_at: kept.expires_at,
        reused: kept.reused,
        replayed: true,
    })
}
