use primitives::Role;
use principal::{Member, Refused};

use super::security_event::SecurityEvent;
use crate::{context::Context, domain::workspace::meant, error::AuthError, store::workspaces};

/// Deletes a workspace for its members; its rows are erased everywhere 30 days later.
#[tracing::instrument(name = "auth.delete_workspace", skip_all)]
pub async fn delete_workspace(
    context: &Context,
    member: &Member,
    confirmation: &str,
) -> Result<(), AuthError> {
    let scope = Context::scope_for(member.user).in_workspace(member.workspace);
    let mut tx = context.database.begin(scope).await?;
    let of = workspaces::of(&mut tx, member.user).await?;
    let workspace = meant(&of, Some(member.workspace)).map_err(|_| AuthError::WorkspaceNotFound)?;
    if workspace.role != Role::Owner {
        return Err(Refused::NotAllowed.into());
    }
    if confirmation.trim() != workspace.slug {
        return Err(AuthError::ConfirmationRequired);
    }
    let members = workspaces::members(&mut tx, member.workspace).await?;
    if !workspaces::delete(&mut tx, member.workspace, context.clock.now()).await? {
        return Err(AuthError::WorkspaceNotFound);
    }
    let event = SecurityEvent {
        workspace: Some(member.workspace),
        ..SecurityEvent::of_user("workspace.deleted", member.user, &member.origin)
    };
    event.record(&mut tx, context).await?;
    tx.commit().await?;
    context.readiness.forget(&members, member.workspace).await;
    Ok(())
}
