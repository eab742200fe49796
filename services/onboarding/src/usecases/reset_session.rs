use database::{Conn, audit};
use principal::Member;
use serde_json::json;
use time::OffsetDateTime;

use super::admit::admit;
use crate::{
    context::Context,
    domain::{FinalizeState, Journey, JourneyId, OnboardingStatus, SessionStatus},
    error::{OnboardingError, Result},
    store::{
        handovers,
        journeys::{self, Documents},
        sessions, statuses,
        steps::{self, Author},
        suggestions,
    },
};

/// Empties a session; the only way back from completed. The journal keeps what was answered.
#[tracing::instrument(name = "onboarding.reset_session", skip_all, fields(session = %id))]
pub async fn reset_session(context: &Context, member: &Member, id: JourneyId) -> Result<Journey> {
    admit(context, member).await?;
    start_over(context, member, id).await
}

/// The same for a caller who was let in.
pub async fn start_over(context: &Context, member: &Member, id: JourneyId) -> Result<Journey> {
    let mut tx = context.begin_for(member).await?;
    if !sessions::lock(&mut tx, id).await? {
        return Err(OnboardingError::SessionNotFound);
    }
    member.must_manage()?;
    let journey = journeys::find(&tx, id, Documents::none()).await?;
    may_start_over(&journey.ok_or(OnboardingError::SessionNotFound)?)?;
    let at = context.clock.now();
    let author = Author { user: member.user, request_id: &member.origin.request_id, at };
    sessions::reset(&mut tx, id, at).await.map_err(|error| {
        if error.violates(sessions::ONE_ACTIVE) { OnboardingError::AnotherActive } else { error.into() }
    })?;
    steps::reset(&mut tx, id, author).await?;
    suggestions::supersede_all(&mut tx, id).await?;
    statuses::restart(&mut tx, member.workspace, at).await?;
    handovers::append_purge(&mut tx, context.clock.uuid(), member.workspace, id, at).await?;
    record(&mut tx, context, member, id, at).await?;
    let journey = journeys::find(&tx, id, Documents::all()).await?;
    tx.commit().await?;
    // The outbox comes to it if this does not.
    if let Err(error) = context.copies.purge(id).await {
        tracing::warn!(%error, "copies of a session that starts over were not purged at once");
    }
    journey.ok_or(OnboardingError::SessionNotFound)
}

fn may_start_over(journey: &Journey) -> Result<()> {
    if journey.session.finalize == FinalizeState::Running {
        return Err(OnboardingError::FinalizeInProgress);
    }
    // A session put aside long ago must not undo what another one completed.
    let overtaken = journey.session.status == SessionStatus::Abandoned
        && journey.onboarding == OnboardingStatus::Completed;
    if overtaken { Err(OnboardingError::SessionNotActive) } else { Ok(()) }
}

async fn record(
    tx: &mut Conn,
    context: &Context,
    member: &Member,
    id: JourneyId,
    at: OffsetDateTime,
) -> Result<()> {
    let entry = audit::Entry {
        id: context.clock.uuid(),
        workspace: Some(member.workspace),
        actor_kind: audit::ActorKind::User,
        actor: Some(member.user.0),
        action: "onboarding.reset",
        target: ("onboarding_session", &id.to_string()),
        details: json!({}),
        client: (member.origin.ip.as_deref(), member.origin.user_agent.as_deref()),
        error: None,
        at,
    };
    Ok(audit::append(tx, entry).await?)
}
