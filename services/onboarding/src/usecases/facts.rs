//! What is known about a journey beside its answers; all of it comes from stored rows.

use database::Conn;
use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    context::Context,
    domain::{
        Journey,
        context::{SessionFacts, StepActivity, aggregate},
    },
    error::Result,
    store::{assist_runs, journal, suggestions},
};

/// When a context is made, and of what kind it is.
#[derive(Debug, Clone, Copy)]
pub struct Occasion {
    /// The same for every repeat.
    pub at: OffsetDateTime,
    pub finalized_at: Option<OffsetDateTime>,
    pub forced: bool,
}

/// The business context of a journey as it stands.
pub async fn business_context(
    context: &Context,
    tx: &mut Conn,
    journey: &Journey,
    occasion: Occasion,
) -> Result<Value> {
    let session = &journey.session;
    let since = session.started_at;
    let activity = journal::activity(tx, session.id, since).await?;
    let tally = suggestions::tally(tx, session.id, since).await?;
    let count = |count: i64| u32::try_from(count).unwrap_or_default();
    let of_step = |(step, activity): (&_, &journal::Activity)| StepActivity {
        step: *step,
        first_opened_at: Some(activity.first_at),
        completed_at: journey.step(*step).submitted_at,
        saves: activity.saves,
    };
    let facts = SessionFacts {
        session_id: session.id.0,
        workspace_id: session.workspace.0,
        generated_at: occasion.at,
        started_at: session.started_at,
        finalized_at: occasion.finalized_at,
        active_minutes: journal::active_minutes(tx, session.id, since).await?,
        saves: activity.values().map(|activity| activity.saves).sum(),
        suggestions_shown: count(tally.shown),
        suggestions_accepted: count(tally.accepted),
        provider_runs: assist_runs::provider_runs(tx, session.id, since).await?,
        steps: activity.iter().map(of_step).collect(),
        forced: occasion.forced,
    };
    Ok(aggregate(&context.catalogue, &journey.answers(), &facts))
}
