use primitives::WorkspaceId;
use principal::Origin;
use time::OffsetDateTime;

use crate::{
    context::Context,
    domain::{Journey, OnboardingStatus},
    error::{OnboardingError, Result},
    store::{
        journeys::{self, Documents},
        statuses,
    },
};

/// Where a workspace stands, payment considered.
pub struct Standing {
    pub status: OnboardingStatus,
    pub completed_at: Option<OffsetDateTime>,
    pub journey: Option<Journey>,
}

/// The effective status: while nothing is stored yet, a payment counts as soon as it is seen, and is stored then.
#[tracing::instrument(name = "onboarding.get_status", skip_all, fields(workspace = %workspace))]
pub async fn get_status(context: &Context, workspace: WorkspaceId, origin: &Origin) -> Result<Standing> {
    let mut tx = context.begin_in(workspace).await?;
    let stored = statuses::find(&mut tx, workspace).await?;
    let journey = journeys::current(&mut tx, workspace, Documents::none()).await?;
    tx.commit().await?;
    let (status, completed_at) = stored.unwrap_or_default();
    let status = match status {
        OnboardingStatus::Pending => ask_payments(context, workspace, origin).await?,
        OnboardingStatus::PaymentConfirmed
        | OnboardingStatus::InProgress
        | OnboardingStatus::Completed
        | OnboardingStatus::Abandoned => status,
    };
    Ok(Standing { status, completed_at, journey })
}

async fn ask_payments(
    context: &Context,
    workspace: WorkspaceId,
    origin: &Origin,
) -> Result<OnboardingStatus> {
    let access = context.payments.access(workspace, origin).await;
    let access = access.map_err(|problem| OnboardingError::AccessUnknown(problem.into()))?;
    if !access.confirmed {
        return Ok(OnboardingStatus::Pending);
    }
    let mut tx = context.begin_in(workspace).await?;
    statuses::confirm_payment(&mut tx, workspace, context.clock.now()).await?;
    tx.commit().await?;
    Ok(OnboardingStatus::PaymentConfirmed)
}
