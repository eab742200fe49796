use database::{
    Conn, Error,
    audit::{self, ActorKind, Entry},
};
use primitives::{UserId, WorkspaceId};
use principal::Origin;
use serde_json::Value;

use crate::context::Context;

/// Something that somebody may want to look up later.
pub struct SecurityEvent<'a> {
    /// Dotted.
    pub action: &'static str,
    pub by: ActorKind,
    /// Whose account it is about; the actor, when a user did it.
    pub user: Option<UserId>,
    pub workspace: Option<WorkspaceId>,
    /// No secrets, no personal data.
    pub details: Value,
    pub error: Option<&'static str>,
    pub origin: &'a Origin,
}

impl<'a> SecurityEvent<'a> {
    /// What a user did to the own account.
    pub fn of_user(action: &'static str, user: UserId, origin: &'a Origin) -> Self {
        let details = Value::Object(serde_json::Map::new());
        Self { action, by: ActorKind::User, user: Some(user), workspace: None, details, error: None, origin }
    }

    /// Comes last in a transaction: entries of one workspace, and those of none, wait for each other.
    pub async fn record(self, conn: &mut Conn, context: &Context) -> Result<(), Error> {
        let user = self.user.map(|user| user.to_string());
        let workspace = self.workspace.map(|workspace| workspace.to_string());
        let target = match (&workspace, &user) {
            (Some(workspace), _) => ("workspace", workspace.as_str()),
            (None, Some(user)) => ("account", user.as_str()),
            (None, None) => ("account", ""),
        };
        let entry = Entry {
            id: context.clock.uuid(),
            workspace: self.workspace,
            actor_kind: self.by,
            actor: self.user.filter(|_| self.by == ActorKind::User).map(|user| user.0),
            action: self.action,
            target,
            details: self.details,
            client: (self.origin.ip.as_deref(), self.origin.user_agent.as_deref()),
            error: self.error,
            at: context.clock.now(),
        };
        audit::append(conn, entry).await
    }
}
