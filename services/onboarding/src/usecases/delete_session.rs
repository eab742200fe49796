use principal::Member;

use super::admit::admit;
use crate::{
    context::Context,
    domain::{FinalizeState, JourneyId, SessionStatus},
    error::{OnboardingError, Result},
    store::{
        handovers,
        journeys::{self, Documents},
        sessions, statuses,
    },
};

/// Puts a session aside and forgets its copies; answers and journal stay, so that it can be resumed.
#[tracing::instrument(name = "onboarding.delete_session", skip_all, fields(session = %id))]
pub async fn delete_session(context: &Context, member: &Member, id: JourneyId) -> Result<()> {
    admit(context, member).await?;
    let mut tx = context.begin_for(member).await?;
    if !sessions::lock(&mut tx, id).await? {
        return Err(OnboardingError::SessionNotFound);
    }
    member.must_manage()?;
    let journey = journeys::find(&tx, id, Documents::none()).await?;
    let session = journey.ok_or(OnboardingError::SessionNotFound)?.session;
    match (session.status, session.finalize) {
        (SessionStatus::Abandoned, _) => return Ok(()),
        (SessionStatus::Completed, _) => return Err(OnboardingError::SessionNotActive),
        (SessionStatus::Active, FinalizeState::Running) => return Err(OnboardingError::FinalizeInProgress),
        (SessionStatus::Active, FinalizeState::None | FinalizeState::Done | FinalizeState::Failed) => {}
    }
    let at = context.clock.now();
    sessions::abandon(&mut tx, id, at).await?;
    statuses::abandon(&mut tx, &[member.workspace], at).await?;
    handovers::append_purge(&mut tx, context.clock.uuid(), member.workspace, id, at).await?;
    tx.commit().await?;
    // The outbox comes to it if this does not.
    if let Err(error) = context.copies.purge(id).await {
        tracing::warn!(%error, "copies of a deleted session were not purged at once");
    }
    Ok(())
}
