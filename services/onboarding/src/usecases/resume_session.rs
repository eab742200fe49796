use principal::Member;

use super::admit::admit;
use crate::{
    context::Context,
    domain::{Journey, JourneyId, OnboardingStatus, SessionStatus, StepNumber},
    error::{OnboardingError, Result},
    store::{
        journeys::{self, Documents},
        sessions, statuses,
    },
};

/// Takes an abandoned session up again, and restores the Redis copies of any.
#[tracing::instrument(name = "onboarding.resume_session", skip_all, fields(session = %id))]
pub async fn resume_session(context: &Context, member: &Member, id: JourneyId) -> Result<Journey> {
    admit(context, member).await?;
    let mut tx = context.begin_for(member).await?;
    if !sessions::lock(&mut tx, id).await? {
        return Err(OnboardingError::SessionNotFound);
    }
    let journey = journeys::find(&tx, id, Documents::all()).await?;
    let mut journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    match (journey.session.status, journey.onboarding) {
        (SessionStatus::Completed, _) | (SessionStatus::Abandoned, OnboardingStatus::Completed) => {
            return Err(OnboardingError::SessionNotActive);
        }
        (SessionStatus::Active, _) => {}
        (SessionStatus::Abandoned, _) => {
            let at = context.clock.now();
            revive(&mut tx, id, at).await?;
            statuses::start(&mut tx, member.workspace, journey.progress().current_step, at).await?;
            journey.session.status = SessionStatus::Active;
            journey.session.last_activity_at = at;
        }
    }
    tx.commit().await?;
    context.copies.read(&journey, StepNumber::all());
    Ok(journey)
}

async fn revive(tx: &mut database::Conn, id: JourneyId, at: time::OffsetDateTime) -> Result<()> {
    sessions::revive(tx, id, at).await.map_err(|error| {
        if error.violates(sessions::ONE_ACTIVE) { OnboardingError::AnotherActive } else { error.into() }
    })
}
