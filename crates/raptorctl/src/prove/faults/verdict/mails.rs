//! Every event that asks for a mail led to one. A mail whose receipt was lost may be there twice, under one Message-ID, by
//! which mail programs know it.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;
use sims::mailbox::Inbox;
use tokio_postgres::Client;

use super::Check;

/// How many mails there are.
#[derive(Debug, Default, Serialize)]
pub struct Counted {
    pub events: usize,
    pub mails: usize,
    /// Mails that came once more, because their receipt was lost.
    pub copies: usize,
}

/// An event that asked for a mail.
struct Event {
    key: String,
    attempts: i32,
    status: String,
}

pub async fn one_each(owner: &Client, inbox: &Inbox) -> Result<(Check, Counted)> {
    let events = events(owner).await?;
    let mut mails = arrived(inbox).await?;
    let mut counted = Counted { events: events.len(), mails: mails.values().sum(), copies: 0 };
    let mut check = Check::default();
    for event in &events {
        let copies = mails.remove(&message_id(&event.key)).unwrap_or_default();
        counted.copies += copies.saturating_sub(1);
        let attempts = usize::try_from(event.attempts).unwrap_or_default();
        let right = match event.status.as_str() {
            "sent" => (1..=attempts).contains(&copies),
            // the last attempt sent nothing; the receipt of one before it may have been lost
            "suppressed" => copies < attempts,
            _ => false,
        };
        let Event { key, status, .. } = event;
        check.tried((!right).then(|| format!("{key} is {status} after {attempts} attempts: {copies} mails")));
    }
    for (id, copies) in mails {
        check.tried(Some(format!("{copies} mails with the id {id} that no event asked for")));
    }
    for reason in without_event(owner).await? {
        check.tried(Some(reason));
    }
    Ok((check, counted))
}

async fn events(owner: &Client) -> Result<Vec<Event>> {
    let rows = owner
        .query(
            "SELECT event_key, attempts, coalesce(status, 'unknown')
             FROM rf_auth.outbox LEFT JOIN rf_auth.email_log USING (event_key)
             WHERE kind IN ('welcome', 'email_verification')
             UNION ALL
             SELECT event_key, attempts, coalesce(status, 'unknown')
             FROM rf_payments.outbox LEFT JOIN rf_payments.email_log USING (event_key) WHERE kind LIKE 'mail.%'",
            &[],
        )
        .await?;
    let event =
        |row: tokio_postgres::Row| Event { key: row.get(0), attempts: row.get(1), status: row.get(2) };
    Ok(rows.into_iter().map(event).collect())
}

/// Accounts and payments that did not ask for their mails once each.
async fn without_event(owner: &Client) -> Result<Vec<String>> {
    let rows = owner
        .query(
            "SELECT 'account ' || account.id || ' asked for no welcome or for no verification' FROM rf_auth.accounts account
             WHERE (SELECT count(*) FROM rf_auth.outbox WHERE kind = 'welcome' AND payload ->> 'user' = account.id::text) <> 1
                OR (SELECT count(*) FROM rf_auth.outbox
                    WHERE kind = 'email_verification' AND payload ->> 'user' = account.id::text) <> 1
             UNION ALL
             SELECT 'payment ' || merchant_order_id || ' asked for no confirmation' FROM rf_payments.payment_transactions
             WHERE status IN ('completed', 'refunded')
               AND NOT EXISTS (SELECT 1 FROM rf_payments.outbox WHERE event_key = 'paid:' || merchant_order_id)",
            &[],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.get(0)).collect())
}

/// How often each Message-ID is in the mail box.
async fn arrived(inbox: &Inbox) -> Result<BTreeMap<String, usize>> {
    let mut mails = BTreeMap::new();
    for summary in inbox.all().await? {
        let mail = inbox.read(summary.id).await?;
        let id = mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case("message-id"));
        *mails.entry(id.map(|id| id.value.trim().to_owned()).unwrap_or_default()).or_default() += 1;
    }
    Ok(mails)
}

/// As the product makes it of the key of an event.
fn message_id(key: &str) -> String {
    let word =
        key.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '.' });
    format!("<{}@raptorflow.com>", word.collect::<String>())
}
