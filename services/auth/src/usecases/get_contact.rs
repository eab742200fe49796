use primitives::{UserId, WorkspaceId};

use crate::{
    context::Context,
    domain::{profile::Profile, workspace::meant},
    error::AuthError,
    store::{users, workspaces},
};

/// Whom another service wants to write to.
#[derive(Debug, Clone, Copy)]
pub enum Whom {
    User(UserId),
    OwnerOf(WorkspaceId),
}

#[derive(Debug)]
pub struct Contact {
    pub profile: Profile,
    /// Empty while it is not clear which workspace is meant.
    pub workspace_name: String,
}

/// Address and name of a user, or of the owner of a workspace.
#[tracing::instrument(name = "auth.get_contact", skip_all)]
pub async fn get_contact(context: &Context, whom: Whom) -> Result<Contact, AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let (user, workspace_name) = match whom {
        Whom::OwnerOf(workspace) => {
            workspaces::owner(&mut tx, workspace).await?.ok_or(AuthError::WorkspaceNotFound)?
        }
        Whom::User(user) => {
            let of = workspaces::of(&mut tx, user).await?;
            (user, meant(&of, None).map(|workspace| workspace.name.clone()).unwrap_or_default())
        }
    };
    let profile = users::find(&mut tx, user).await?.ok_or(AuthError::NotFound)?;
    tx.commit().await?;
    Ok(Contact { profile, workspace_name })
}
