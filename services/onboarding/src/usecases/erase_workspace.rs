use primitives::WorkspaceId;
use principal::Origin;

use crate::{
    context::Context,
    error::{OnboardingError, Result},
    store::{handovers, journal, sessions, statuses},
};

/// Deletes all that is stored of a workspace, here and in bcm. The audit log stays. May be repeated.
#[tracing::instrument(name = "onboarding.erase_workspace", skip_all, fields(workspace = %workspace))]
pub async fn erase_workspace(context: &Context, workspace: WorkspaceId, origin: &Origin) -> Result<()> {
    let mut tx = context.begin_in(workspace).await?;
    journal::erase(&mut tx, workspace).await?;
    let gone = sessions::erase(&mut tx, workspace).await?;
    handovers::erase(&mut tx, workspace).await?;
    statuses::erase(&mut tx, workspace).await?;
    tx.commit().await?;
    context.access.forget(workspace);
    for session in gone {
        if let Err(error) = context.copies.purge(session).await {
            tracing::warn!(%error, "copies of an erased session live on until they lapse");
        }
    }
    context
        .bcm
        .erase(workspace, origin)
        .await
        .map_err(|problem| OnboardingError::BcmUnavailable(problem.into()))
}
