//! Mails leave from the outbox: asked for in the transaction that gives the reason, written when they leave.

mod letter;

use bootstrap::mail::{Mail, MailError};
use database::{
    email_log::{self, Outcome, Queued},
    outbox::{self, Entry, Postponed},
};
use futures::{StreamExt as _, stream};
use time::Duration;

use crate::{
    clients::ContactError,
    context::Context,
    domain::{OrderId, Transaction},
    error::PaymentError,
    store::transactions,
};

/// Kinds of outbox entries.
pub const PAID: &str = "mail.payment_confirmation";
pub const FAILED: &str = "mail.payment_failure";

const BATCH: i32 = 20;
const AT_ONCE: usize = 4;
/// Longer than asking for the address and handing the mail over can take.
const LEASE: Duration = Duration::minutes(2);

/// Why a mail did not leave.
enum Trouble {
    /// Nobody is to be written to, or there is nothing to say any more.
    Pointless(&'static str),
    Permanent(String),
    Passing(String),
}

/// Sends the mails that are due; tells how many there were.
#[tracing::instrument(name = "payments.deliver_mails", skip_all)]
pub async fn deliver_mails(context: &Context) -> Result<usize, PaymentError> {
    let mut tx = context.begin().await?;
    let due = outbox::claim(&mut tx, context.clock.now(), LEASE, BATCH).await?;
    tx.commit().await?;
    let count = due.len();
    stream::iter(due)
        .for_each_concurrent(AT_ONCE, async |entry| {
            if let Err(error) = deliver(context, &entry).await {
                tracing::warn!(%error, mail = entry.event_key, "a mail waits for its lease to lapse");
            }
        })
        .await;
    Ok(count)
}

async fn deliver(context: &Context, entry: &Entry) -> Result<(), PaymentError> {
    let sent = send(context, entry).await?;
    let now = context.clock.now();
    let key = entry.event_key.as_str();
    let mut tx = context.begin().await?;
    match sent {
        Ok(id) => {
            email_log::settled(&mut tx, key, Outcome::Sent(&id), now).await?;
            outbox::delivered(&mut tx, entry, now).await?;
        }
        Err(Trouble::Pointless(why)) => {
            tracing::info!(mail = key, why, "a mail was not sent");
            email_log::settled(&mut tx, key, Outcome::Suppressed, now).await?;
            outbox::delivered(&mut tx, entry, now).await?;
        }
        Err(Trouble::Permanent(error)) => {
            tracing::error!(mail = key, error, "a mail was given up");
            outbox::postpone(&mut tx, entry, &error, true, now).await?;
            email_log::settled(&mut tx, key, Outcome::Failed(&error), now).await?;
        }
        Err(Trouble::Passing(error)) => {
            tracing::warn!(mail = key, error, "a mail is tried again later");
            if outbox::postpone(&mut tx, entry, &error, false, now).await? == Postponed::GivenUp {
                tracing::error!(mail = key, "a mail was given up");
                email_log::settled(&mut tx, key, Outcome::Failed(&error), now).await?;
            }
        }
    }
    Ok(tx.commit().await?)
}

/// The outer error is our own storage: then nothing is known and the lease lapses.
async fn send(context: &Context, entry: &Entry) -> Result<Result<String, Trouble>, PaymentError> {
    let Some(payment) = payment_of(context, entry).await? else {
        return Ok(Err(Trouble::Pointless("the payment was erased")));
    };
    let contact = match context.contacts.payer(payment.user, payment.workspace).await {
        Ok(contact) => contact,
        Err(ContactError::Gone) => return Ok(Err(Trouble::Pointless("the account is gone"))),
        Err(error @ ContactError::Away(_)) => return Ok(Err(Trouble::Passing(error.to_string()))),
    };
    let letter = match letter::write(context, entry, &payment, &contact).await? {
        Ok(letter) => letter,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let mut tx = context.begin().await?;
    let queued = Queued {
        id: context.uuid(),
        event_key: &entry.event_key,
        workspace: Some(payment.workspace),
        user: contact.user,
        kind: &entry.kind,
        subject: &letter.subject,
    };
    email_log::queued(&mut tx, queued).await?;
    tx.commit().await?;
    let mail = Mail {
        event_key: &entry.event_key,
        to: &contact.email,
        to_name: &contact.name,
        subject: &letter.subject,
        text: letter.text,
        html: letter.html,
    };
    Ok(context.mailer.send(mail).await.map_err(|error| match error {
        MailError::Permanent(_) => Trouble::Permanent(error.to_string()),
        MailError::Passing(_) => Trouble::Passing(error.to_string()),
    }))
}

async fn payment_of(context: &Context, entry: &Entry) -> Result<Option<Transaction>, PaymentError> {
    let Some(order) = entry.payload["order"].as_str().and_then(|order| order.parse::<OrderId>().ok()) else {
        return Ok(None);
    };
    let mut tx = context.begin().await?;
    let payment = transactions::find(&mut tx, &order).await?;
    tx.commit().await?;
    Ok(payment)
}
