use std::fmt::Write as _;

use primitives::{Role, UserId, WorkspaceId};

use crate::Schema;

/// On whose behalf a transaction runs; row-level security shows it these rows and no others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope {
    user: Option<UserId>,
    workspace: Option<WorkspaceId>,
    role: Option<Role>,
    service: Option<Schema>,
}

impl Scope {
    /// A signed-in user, without a workspace.
    #[must_use]
    pub fn user(user: UserId) -> Self {
        Self { user: Some(user), ..Self::default() }
    }

    /// A member of a workspace.
    #[must_use]
    pub fn member(user: UserId, workspace: WorkspaceId, role: Role) -> Self {
        Self { user: Some(user), workspace: Some(workspace), role: Some(role), service: None }
    }

    /// The service itself, over all tenants.
    #[must_use]
    pub fn service(service: Schema) -> Self {
        Self { service: Some(service), ..Self::default() }
    }

    /// The same, kept to one workspace.
    #[must_use]
    pub fn in_workspace(self, workspace: WorkspaceId) -> Self {
        Self { workspace: Some(workspace), ..self }
    }

    /// The same, with the user who asked for it.
    #[must_use]
    pub fn acting_for(self, user: UserId) -> Self {
        Self { user: Some(user), ..self }
    }

    /// Opens a transaction and sets all four settings for its length, in one round trip. Only ids and words of our own
    /// are written into the statement.
    pub(crate) fn begin_statement(&self) -> String {
        let mut sql = String::with_capacity(256);
        sql.push_str("BEGIN;SELECT ");
        let text = |value: Option<String>| value.unwrap_or_default();
        let settings = [
            ("user_id", text(self.user.map(|id| id.to_string()))),
            ("workspace_id", text(self.workspace.map(|id| id.to_string()))),
            ("role", text(self.role.map(|role| role.to_string()))),
            ("service", text(self.service.map(|schema| schema.service().to_owned()))),
        ];
        for (index, (name, value)) in settings.into_iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let _ = write!(sql, "{comma}set_config('app.{name}','{value}',true)");
        }
        sql
    }
}

#[cfg(test)]
mod tests {
    use primitives::Clock;

    use super::*;

    #[test]
    fn what_is_not_given_is_set_to_nothing() {
        let workspace = WorkspaceId::new(&Clock::system());
        let sql = Scope::service(Schema::Bcm).in_workspace(workspace).begin_statement();
        assert!(sql.starts_with("BEGIN;"));
        assert!(sql.contains("set_config('app.user_id','',true)"));
        assert!(sql.contains(&format!("set_config('app.workspace_id','{workspace}',true)")));
        assert!(sql.contains("set_config('app.service','bcm',true)"));
    }
}
