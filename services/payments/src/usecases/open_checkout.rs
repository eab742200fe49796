//! From a wish to a page to pay at. Each round looks at what is pending, does one thing about it, and looks again, so that
//! what somebody else or an earlier, cut-off call did is found in the rows and nowhere else.
//!
//! A payment that is being opened is its opener's until its lease ends. An order is sent once: when nobody can tell what
//! came of it, the payment is given up for a new one and stays watched. Nobody was given its page, so nobody pays twice.

mod lease;
mod opening;
mod prepare;

use std::time::Duration;

use database::idempotency::Call;

pub use lease::{LEASE, keeping};

use super::initiate::Initiated;
use crate::{
    clients::ProviderError,
    context::Context,
    domain::{Actor, Choice, Transaction, metadata::Metadata},
    error::PaymentError,
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
    /// Somebody else is opening a checkout at this moment.
    Wait,
    /// It is for something else, has run out, or was cut off while it was opened and is the caller's now: it is given up, if
    /// it is not paid.
    Resolve(Transaction),
    /// A new payment, the caller's to open.
    Open(Transaction),
    /// There is the page.
    Done(Initiated),
}

const PAUSE: Duration = Duration::from_millis(100);
const WAITS: u32 = 100;
/// The second one is for an answer that got lost; after that the provider is away.
const ORDERS: u32 = 2;

/// Finds or opens the checkout and keeps the answer with the idempotency key.
pub async fn open_checkout(context: &Context, wish: &Wish, call: &Call) -> Result<Initiated, PaymentError> {
    if !context.phonepe.has_credentials() {
        return Err(PaymentError::MissingCredentials);
    }
    let (mut waits, mut orders) = (0, 0);
    while orders < ORDERS {
        match prepare::look(context, wish, call).await? {
            Step::Wait if waits == WAITS => return Err(PaymentError::Busy),
            Step::Wait => {
                waits += 1;
                tokio::time::sleep(PAUSE).await;
            }
            Step::Resolve(payment) => opening::resolve(context, &wish.actor, &payment).await?,
            Step::Open(payment) => {
                orders += 1;
                if let Some(initiated) = opening::open(context, &wish.actor, call, &payment).await? {
                    return Ok(initiated);
                }
            }
            Step::Done(initiated) => return Ok(initiated),
        }
    }
    Err(initiation(ProviderError::unsettled()))
}

fn initiation(error: ProviderError) -> PaymentError {
    match error {
        ProviderError::Credentials => PaymentError::MissingCredentials,
        ProviderError::Refused { .. } | ProviderError::Away { .. } => PaymentError::Initiation(error),
    }
}
