//! Mails leave from the outbox: asked for in the transaction that gives the reason, written when they leave.

mod letter;

use bootstrap::mail::{Mail, MailError};
use database::{
    email_log::{self, Outcome},
    outbox::{self, Entry, Postponed},
};
use futures::{StreamExt as _, stream};
use time::Duration;

use crate::{
    clients::ContactError,
    context::Context,
    domain::{OrderId, Transaction},
    error::PaymentError,
    store::{sent_mails, transactions},
};

/// Kinds of outbox entries.
pub const PAID: &str = "mail.payment_confirmation";
pub const FAILED: &str = "mail.payment_failure";

/// All that are claimed are sent at once, so that no lease runs out in a queue.
const BATCH: i32 = 4;
const LEASE: Duration = Duration::minutes(2);
/// Asking for the address and handing the mail over end before the lease does.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(90);

/// Why a mail did not leave.
enum Trouble {
    /// Nobody is to be written to, or there is nothing to say any more.
    Pointless(&'static str),
    Permanent(String),
    Passing(String),
    /// It has left already, by somebody else who was overtaken.
    Sent,
}

/// Sends the mails that are due; tells how many there were.
#[tracing::instrument(name = "payments.deliver_mails", skip_all)]
pub async fn deliver_mails(context: &Context) -> Result<usize, PaymentError> {
    let mut tx = context.begin().await?;
    let due = outbox::claim(&mut tx, context.clock.now(), LEASE, BATCH).await?;
    tx.commit().await?;
    let count = due.len();
    stream::iter(due)
        .for_each_concurrent(None, async |entry| {
            if let Err(error) = deliver(context, &entry).await {
                tracing::warn!(%error, mail = entry.event_key, "a mail waits for its lease to lapse");
            }
        })
        .await;
    Ok(count)
}

async fn deliver(context: &Context, entry: &Entry) -> Result<(), PaymentError> {
    let sent = match tokio::time::timeout(LONGEST, outbox::attempt(send(context, entry))).await {
        Ok(Ok(sent)) => sent?,
        Ok(Err(panicked)) => Err(Trouble::Passing(panicked.to_string())),
        Err(_) => Err(Trouble::Passing("sending took too long".to_owned())),
    };
    let now = context.clock.now();
    let key = entry.event_key.as_str();
    let mut tx = context.begin().await?;
    let mut given_up = None;
    match sent {
        Ok(id) => {
            email_log::settled(&mut tx, key, Outcome::Sent(&id), now).await?;
            outbox::delivered(&mut tx, entry, now).await?;
        }
        Err(Trouble::Sent) => outbox::delivered(&mut tx, entry, now).await?,
        Err(Trouble::Pointless(why)) => {
            tracing::info!(mail = key, why, "a mail was not sent");
            email_log::settled(&mut tx, key, Outcome::Suppressed, now).await?;
            outbox::delivered(&mut tx, entry, now).await?;
        }
        Err(Trouble::Permanent(error)) => {
            outbox::postpone(&mut tx, entry, &error, true, now).await?;
            given_up = Some(error);
        }
        Err(Trouble::Passing(error)) => match outbox::postpone(&mut tx, entry, &error, false, now).await? {
            Postponed::Retrying => tracing::warn!(mail = key, error, "a mail did not leave"),
            Postponed::GivenUp => given_up = Some(error),
        },
    }
    if let Some(error) = &given_up {
        email_log::settled(&mut tx, key, Outcome::Failed(error), now).await?;
    }
    tx.commit().await?;
    if let Some(error) = given_up {
        tracing::error!(mail = key, error, "a mail was given up");
    }
    Ok(())
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
    let sent = sent_mails::was_sent(&mut tx, &entry.event_key).await?;
    tx.commit().await?;
    if sent {
        return Ok(Err(Trouble::Sent));
    }
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
