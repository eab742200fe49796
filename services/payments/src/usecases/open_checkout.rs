//! From a wish to a page to pay at. Each round looks at what is pending, does one thing about it, and looks again, so that
//! what somebody else or an earlier, cut-off call did is found in the rows and nowhere else.

mod prepare;
mod provider;

use std::time::Duration;

use database::idempotency::Call;
use serde_json::json;

use super::{give_up, initiate::Initiated};
use crate::{
    clients::ProviderError,
    context::Context,
    domain::{Actor, Choice, Transaction, metadata::Metadata},
    error::PaymentError,
    store::transactions,
    usecases::check_order::{Hint, check_order},
};

/// A wish to pay.
#[derive(Debug)]
pub struct Wish {
    pub actor: Actor,
    pub choice: Choice,
    pub metadata: Metadata,
}

/// The next thing to do.
enum Step {
    /// See what is pending.
    Look,
    /// Somebody else is opening a checkout at this moment.
    Wait,
    /// Something else is pending: it is given up, if it is not paid by now.
    Replace(Transaction),
    /// Ask the provider for a page for this order, which may have been sent to it this often.
    Create { payment: Transaction, sent: u8 },
    /// Nobody knows whether the provider has this order.
    Ask { payment: Transaction, sent: u8 },
    /// There is the page.
    Done(Initiated),
}

const PAUSE: Duration = Duration::from_millis(100);
const WAITS: u32 = 100;
const ROUNDS: u32 = 12;

/// Finds or opens the checkout and keeps the answer with the idempotency key.
pub async fn open_checkout(context: &Context, wish: &Wish, call: &Call) -> Result<Initiated, PaymentError> {
    if !context.phonepe.has_credentials() {
        return Err(PaymentError::MissingCredentials);
    }
    let mut step = Step::Look;
    let (mut waits, mut rounds) = (0, 0);
    while waits < WAITS && rounds < ROUNDS {
        rounds += 1;
        step = match step {
            Step::Look => prepare::look(context, wish, call).await?,
            Step::Wait => {
                (waits, rounds) = (waits + 1, 0);
                tokio::time::sleep(PAUSE).await;
                Step::Look
            }
            Step::Replace(payment) => replace(context, wish, &payment).await?,
            Step::Create { payment, sent } => provider::create(context, call, payment, sent).await?,
            Step::Ask { payment, sent } => provider::ask(context, wish, payment, sent).await?,
            Step::Done(initiated) => return Ok(initiated),
        };
    }
    match step {
        Step::Done(initiated) => Ok(initiated),
        Step::Look | Step::Wait if waits == WAITS => Err(PaymentError::Busy),
        Step::Look | Step::Wait | Step::Replace(_) | Step::Create { .. } | Step::Ask { .. } => {
            Err(initiation(ProviderError::unsettled()))
        }
    }
}

/// Whether it was paid is asked first: nobody should pay twice because of a change of mind.
async fn replace(context: &Context, wish: &Wish, payment: &Transaction) -> Result<Step, PaymentError> {
    match check_order(context, &payment.order, Hint::Check).await {
        Ok(_) => {}
        Err(PaymentError::StatusCheck(error)) => tracing::warn!(%error, "a checkout is replaced unchecked"),
        Err(error) => return Err(error),
    }
    give_up(context, payment, Some(&wish.actor)).await?;
    Ok(Step::Look)
}

/// Cancels what is still pending; it stays watched.
async fn give_up(
    context: &Context,
    payment: &Transaction,
    actor: Option<&Actor>,
) -> Result<(), PaymentError> {
    let mut tx = context.begin_in(payment.workspace).await?;
    let Some(payment) = transactions::lock(&mut tx, &payment.order).await? else { return Ok(()) };
    give_up::give_up(context, &mut tx, &payment, actor, ("payment.replaced", json!({}))).await?;
    tx.commit().await?;
    context.cache.changed(payment.workspace, Some(&payment.order)).await;
    Ok(())
}

fn initiation(error: ProviderError) -> PaymentError {
    match error {
        ProviderError::Credentials => PaymentError::MissingCredentials,
        ProviderError::Refused { .. } | ProviderError::Away { .. } => PaymentError::Initiation(error),
    }
}
