//! Every check of what is stored is shown to notice a breach: one is planted, looked for, and taken back.

use anyhow::{Context, Result};
use tokio_postgres::Client;

use super::payments::{self, Books};
use super::{Check, Witnesses, mails, one_version, saves};
use crate::prove::faults::founder::Ledger;
use crate::prove::faults::stage::Stage;

/// Who has to notice.
#[derive(Debug, Clone, Copy)]
enum Sight {
    Saves,
    Orders,
    Truth,
    Activations,
    Versions,
    Mails,
}

/// A statement that breaks a promise to one founder.
const BREACHES: [(Sight, &str); 14] = [
    (
        Sight::Saves,
        "DELETE FROM rf_onboarding.step_journal WHERE session_id = '{session}' AND step_number = 5",
    ),
    (
        Sight::Saves,
        "UPDATE rf_onboarding.step_journal SET data = '{}' WHERE session_id = '{session}' AND step_number = 5",
    ),
    (
        Sight::Saves,
        "UPDATE rf_onboarding.onboarding_steps SET submitted = '{}', draft = NULL
         WHERE session_id = '{session}' AND step_number = 5",
    ),
    (Sight::Orders, "DELETE FROM rf_payments.payment_transactions WHERE workspace_id = '{workspace}'"),
    (
        Sight::Orders,
        "UPDATE rf_payments.payment_transactions SET amount_paise = amount_paise + 1 WHERE workspace_id = '{workspace}'",
    ),
    (
        Sight::Truth,
        "UPDATE rf_payments.payment_transactions SET amount_paise = amount_paise + 1
         WHERE workspace_id = '{workspace}' AND status = 'completed'",
    ),
    (
        Sight::Truth,
        "UPDATE rf_payments.payment_transactions SET merchant_order_id = 'ORDnever'
         WHERE workspace_id = '{workspace}' AND status = 'completed'",
    ),
    (
        Sight::Activations,
        "INSERT INTO rf_payments.subscription_events (id, workspace_id, subscription_id, event, \"to\")
         SELECT gen_random_uuid(), workspace_id, subscription_id, event, \"to\" FROM rf_payments.subscription_events
         WHERE workspace_id = '{workspace}' AND event = 'activated'",
    ),
    (
        Sight::Activations,
        "UPDATE rf_payments.subscriptions SET current_period_end = current_period_end + interval '1 month'
         WHERE workspace_id = '{workspace}'",
    ),
    (Sight::Versions, "DELETE FROM rf_bcm.bcm_version_history WHERE workspace_id = '{workspace}'"),
    (
        Sight::Versions,
        "UPDATE rf_bcm.business_context_manifests SET checksum = repeat('0', 64) WHERE workspace_id = '{workspace}'",
    ),
    (Sight::Mails, "DELETE FROM rf_auth.email_log WHERE user_id = '{user}'"),
    (Sight::Mails, "DELETE FROM rf_auth.outbox WHERE event_key = 'welcome:{user}'"),
    (Sight::Mails, "UPDATE rf_auth.outbox SET attempts = 0 WHERE event_key = 'welcome:{user}'"),
];

pub async fn noticed(owner: &Client, stage: &Stage, witnesses: &Witnesses) -> Result<Check> {
    let mut check = Check::default();
    let finalized = witnesses.founders.iter().find(|founder| founder.ledger.finalized.is_some());
    let Some(founder) = finalized else { return Ok(check) };
    for (sight, statement) in BREACHES {
        let statement = about(statement, &founder.ledger);
        owner.batch_execute("BEGIN; SET LOCAL session_replication_role = replica").await?;
        let changed = owner.execute(&statement, &[]).await.with_context(|| statement.clone())?;
        let seen = sight.look(owner, stage, witnesses).await?;
        owner.batch_execute("ROLLBACK").await?;
        let missed = changed == 0 || seen.breaches.is_empty();
        check.tried(missed.then(|| format!("nobody noticed: {statement}")));
    }
    Ok(check)
}

fn about(statement: &str, ledger: &Ledger) -> String {
    statement
        .replace("{session}", ledger.session.as_deref().unwrap_or_default())
        .replace("{workspace}", &ledger.workspace)
        .replace("{user}", &ledger.user)
}

impl Sight {
    async fn look(self, owner: &Client, stage: &Stage, witnesses: &Witnesses) -> Result<Check> {
        match self {
            Self::Saves => saves::kept(owner, witnesses).await,
            Self::Orders => Ok(Books::open(owner, stage).await?.acknowledged(witnesses)),
            Self::Truth => Ok(Books::open(owner, stage).await?.true_to_the_provider()),
            Self::Activations => payments::activated_once(owner).await,
            Self::Versions => one_version(owner, witnesses).await,
            Self::Mails => Ok(mails::one_each(owner, &stage.inbox).await?.0),
        }
    }
}
