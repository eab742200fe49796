use database::{
    Conn, Error,
    outbox::{self, Event},
};
use primitives::{UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{context::Context, error::AuthError};

/// What the outbox holds. Addresses, names and tokens are looked up or derived when it is delivered, so that none of them
/// lies in a queue.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "errand", rename_all = "snake_case")]
pub enum Errand {
    Welcome {
        user: UserId,
    },
    VerifyEmail {
        user: UserId,
        token: Uuid,
    },
    /// Without a user the address was unknown: asking leaves the same trace and takes the same time.
    ResetPassword {
        user: Option<UserId>,
        token: Uuid,
    },
    /// `day` makes it a new errand when those of earlier days were given up.
    EraseWorkspace {
        workspace: WorkspaceId,
        day: i32,
    },
}

impl Errand {
    pub fn verify_email(user: UserId, context: &Context) -> Self {
        Self::VerifyEmail { user, token: context.clock.uuid() }
    }

    /// Product section 9; the same errand is not written twice.
    pub fn key(&self) -> String {
        match self {
            Self::Welcome { user } => format!("welcome:{user}"),
            Self::VerifyEmail { token, .. } => format!("verify:{token}"),
            Self::ResetPassword { token, .. } => format!("reset:{token}"),
            Self::EraseWorkspace { workspace, day } => format!("erase:{workspace}:{day}"),
        }
    }

    pub fn kind(&self) -> &'static str {
        match self {
            Self::Welcome { .. } => "welcome",
            Self::VerifyEmail { .. } => "email_verification",
            Self::ResetPassword { .. } => "password_reset",
            Self::EraseWorkspace { .. } => "erase_workspace",
        }
    }

    pub async fn queue(&self, conn: &mut Conn, context: &Context) -> Result<(), AuthError> {
        let unwritable = |error: serde_json::Error| Error::unreadable("outbox.payload", error);
        let event = Event {
            id: context.clock.uuid(),
            workspace: None,
            key: &self.key(),
            kind: self.kind(),
            payload: serde_json::to_value(self).map_err(unwritable)?,
            due: context.clock.now(),
        };
        outbox::append(conn, event).await?;
        Ok(())
    }
}
