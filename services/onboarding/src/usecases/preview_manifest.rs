use principal::Member;

use super::{
    admit::admit,
    facts::{Occasion, business_context},
    saga::trouble,
};
use crate::{
    clients::Preview,
    context::Context,
    domain::{JourneyId, MissingStep},
    error::{OnboardingError, Result},
    store::journeys::{self, Documents},
};

/// What finalize would make of the answers as they are submitted now.
pub struct Previewed {
    /// None until enough is answered for a manifest.
    pub manifest: Option<Preview>,
    pub missing: Vec<MissingStep>,
}

/// Shows the manifest before it is made, and what it still lacks. Nothing is stored, not even a copy in Redis.
#[tracing::instrument(name = "onboarding.preview_manifest", skip_all, fields(session = %id))]
pub async fn preview_manifest(context: &Context, member: &Member, id: JourneyId) -> Result<Previewed> {
    admit(context, member).await?;
    let mut tx = context.begin_as(member).await?;
    let journey = journeys::find(&tx, id, Documents::all()).await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    let readiness = context.catalogue.readiness(&journey.answers());
    if !readiness.essentials.is_empty() {
        return Ok(Previewed { manifest: None, missing: readiness.missing });
    }
    // Forced: what is missing does not stand in the way of a look.
    let occasion =
        Occasion { at: context.clock.now(), finalized_at: journey.session.completed_at, forced: true };
    let document = business_context(context, &mut tx, &journey, occasion).await?;
    tx.commit().await?;
    let preview = context.bcm.preview(member.workspace, &document, &member.origin).await.map_err(trouble)?;
    Ok(Previewed { manifest: Some(preview), missing: readiness.missing })
}
