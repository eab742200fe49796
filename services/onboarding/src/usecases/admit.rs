use principal::Member;

use crate::{
    context::Context,
    error::{OnboardingError, Result},
};

/// Lets in workspaces with a usable subscription (gate G8). What cannot be found out keeps the door shut.
#[tracing::instrument(name = "onboarding.admit", skip_all, fields(workspace = %member.workspace))]
pub async fn admit(context: &Context, member: &Member) -> Result<()> {
    let now = context.clock.now();
    if context.access.admits(member.workspace, now) {
        return Ok(());
    }
    let access = context
        .payments
        .access(member.workspace, &member.origin)
        .await
        .map_err(|problem| OnboardingError::AccessUnknown(problem.into()))?;
    if !access.usable {
        return Err(OnboardingError::SubscriptionRequired);
    }
    context.access.remember(member.workspace, access.valid_until, now);
    Ok(())
}
