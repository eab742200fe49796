use database::Conn;
use primitives::clean;
use principal::Member;
use problem::{Refusal, Violation};
use time::OffsetDateTime;

use super::{admit::admit, reset_session::start_over};
use crate::{
    context::Context,
    domain::{FinalizeState, Journey, JourneyId, OnboardingStatus, SessionStatus, StepNumber},
    error::{OnboardingError, Result},
    store::{
        handovers,
        journeys::{self, Documents},
        sessions::{self, Opening},
        statuses,
    },
};

/// A session, and whether it is new.
pub struct Created {
    pub journey: Journey,
    pub created: bool,
}

/// Opens a session, or hands back the one there is: the active one, or the completed one of a workspace that is through.
/// `restart` puts the active one aside; where onboarding is completed it starts over. Only what is opened needs a name.
#[tracing::instrument(name = "onboarding.create_session", skip_all, fields(workspace = %member.workspace))]
pub async fn create_session(
    context: &Context,
    member: &Member,
    client_name: &str,
    restart: bool,
) -> Result<Created> {
    let client_name = name(client_name)?;
    admit(context, member).await?;
    let mut tx = context.begin_for(member).await?;
    let now = context.clock.now();
    let current = journeys::current(&mut tx, member.workspace, Documents::all()).await?;
    if let Some(journey) = current.filter(|journey| journey.session.status != SessionStatus::Abandoned) {
        let id = journey.session.id;
        if !restart {
            statuses::confirm_payment(&mut tx, member.workspace, now).await?;
            tx.commit().await?;
            context.copies.read(&journey, StepNumber::all());
            return Ok(Created { journey, created: false });
        }
        if journey.session.status == SessionStatus::Completed {
            drop(tx);
            let journey = start_over(context, member, id).await?;
            return Ok(Created { journey, created: false });
        }
        put_aside(context, &mut tx, id, now).await?;
    }
    let client_name = client_name.ok_or_else(|| refused("REQUIRED", "is required".to_owned()))?;
    let opening = Opening {
        id: JourneyId(context.clock.uuid()),
        workspace: member.workspace,
        user: member.user,
        client_name: &client_name,
        at: now,
    };
    let created = sessions::open(&mut tx, &opening).await?;
    if created {
        sessions::lay_out(&mut tx, &opening, context.catalogue.steps()).await?;
    }
    statuses::confirm_payment(&mut tx, member.workspace, now).await?;
    // Somebody else may have opened one in the same moment; then theirs is the one there is.
    let journey = journeys::current(&mut tx, member.workspace, Documents::all()).await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    if created && journey.onboarding == OnboardingStatus::Abandoned {
        statuses::start(&mut tx, member.workspace, journey.progress().current_step, now).await?;
    }
    tx.commit().await?;
    context.copies.saved(&journey.session, &[], &journey.progress(), now).await;
    Ok(Created { journey, created })
}

/// The job forgets its copies.
async fn put_aside(context: &Context, tx: &mut Conn, id: JourneyId, at: OffsetDateTime) -> Result<()> {
    sessions::lock(tx, id).await?;
    let journey = journeys::find(tx, id, Documents::none()).await?;
    let session = journey.ok_or(OnboardingError::SessionNotFound)?.session;
    match (session.status, session.finalize) {
        (SessionStatus::Active, FinalizeState::Running) => return Err(OnboardingError::FinalizeInProgress),
        (SessionStatus::Active, FinalizeState::None | FinalizeState::Done | FinalizeState::Failed) => {}
        // Somebody else moved it on in the same moment.
        (SessionStatus::Completed | SessionStatus::Abandoned, _) => {
            return Err(OnboardingError::SessionNotActive);
        }
    }
    sessions::abandon(tx, id, at).await?;
    Ok(handovers::append_purge(tx, context.clock.uuid(), session.workspace, id, at).await?)
}

fn name(text: &str) -> Result<Option<String>> {
    if text.is_empty() {
        return Ok(None);
    }
    clean(text, 1..=255).map(Some).map_err(|error| {
        use primitives::TextError;
        let code = match error {
            TextError::TooShort(_) => "TOO_SHORT",
            TextError::TooLong(_) => "TOO_LONG",
            TextError::ControlCharacter => "INVALID_CHARACTER",
        };
        refused(code, error.to_string())
    })
}

fn refused(code: &str, message: String) -> OnboardingError {
    Refusal::invalid(vec![Violation::new("/client_name", code, message)]).into()
}
