use database::{
    email_log::{self, Outcome},
    outbox::{self, Entry, Postponed},
};
use futures::{StreamExt as _, stream};
use primitives::WorkspaceId;
use time::Duration;

use super::{errand::Errand, send_mail::send_mail};
use crate::{context::Context, error::AuthError, store::workspaces};

/// A delivery that takes longer is taken over by somebody else.
const LEASE: Duration = Duration::minutes(2);
const AT_ONCE: usize = 8;
const BATCH: i32 = 32;

/// Why an errand was not done this time.
pub struct Undone {
    /// For the row, not for the log: a mail server's answer may name the address.
    pub why: String,
    pub permanent: bool,
}

impl From<AuthError> for Undone {
    fn from(error: AuthError) -> Self {
        Self { why: error.to_string(), permanent: false }
    }
}

/// Does what is due in the outbox; true when there may be more.
pub async fn deliver_outbox(context: &Context) -> Result<bool, AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let due = outbox::claim(&mut tx, context.clock.now(), LEASE, BATCH).await?;
    tx.commit().await?;
    let full = i32::try_from(due.len()).is_ok_and(|claimed| claimed == BATCH);
    let outcomes: Vec<_> =
        stream::iter(due).map(|entry| deliver(context, entry)).buffer_unordered(AT_ONCE).collect().await;
    outcomes.into_iter().collect::<Result<Vec<()>, _>>()?;
    Ok(full)
}

#[tracing::instrument(name = "auth.deliver", skip_all, fields(kind = entry.kind, outbox_id = %entry.id))]
async fn deliver(context: &Context, entry: Entry) -> Result<(), AuthError> {
    let done = match serde_json::from_value::<Errand>(entry.payload.clone()) {
        Ok(errand) => outbox::attempt(run(context, &entry, errand))
            .await
            .unwrap_or_else(|panicked| Err(Undone { why: panicked.to_string(), permanent: false })),
        Err(error) => Err(Undone { why: error.to_string(), permanent: true }),
    };
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::own_scope()).await?;
    match done {
        Ok(mailed) => {
            if let Some(message_id) = mailed {
                email_log::settled(&mut tx, &entry.event_key, Outcome::Sent(&message_id), now).await?;
            }
            outbox::delivered(&mut tx, &entry, now).await?;
        }
        Err(undone) => {
            let postponed = outbox::postpone(&mut tx, &entry, &undone.why, undone.permanent, now).await?;
            if postponed == Postponed::GivenUp {
                email_log::settled(&mut tx, &entry.event_key, Outcome::Failed(&undone.why), now).await?;
                tracing::error!(attempts = entry.attempts, "an outbox entry was given up");
            } else {
                tracing::warn!(attempts = entry.attempts, "an outbox entry has to wait");
            }
        }
    }
    tx.commit().await?;
    Ok(())
}

/// The Message-ID, when a mail was sent.
async fn run(context: &Context, entry: &Entry, errand: Errand) -> Result<Option<String>, Undone> {
    match errand {
        Errand::EraseWorkspace { workspace, .. } => {
            erase(context, workspace).await?;
            Ok(None)
        }
        Errand::Welcome { .. } | Errand::VerifyEmail { .. } | Errand::ResetPassword { .. } => {
            send_mail(context, &entry.event_key, &errand).await
        }
    }
}

/// Everywhere else first: as long as auth knows the workspace, the erasure is asked for again.
async fn erase(context: &Context, workspace: WorkspaceId) -> Result<(), AuthError> {
    context.payments.erase(workspace).await?;
    context.onboarding.erase(workspace).await?;
    let mut tx = context.database.begin(Context::own_scope()).await?;
    workspaces::erase(&mut tx, workspace).await?;
    tx.commit().await?;
    tracing::info!(%workspace, "workspace erased");
    Ok(())
}
