use primitives::{SessionId, UserId, WorkspaceId};

/// A member of a workspace who asks for something, and where from.
#[derive(Debug, Clone)]
pub struct Actor {
    pub user: UserId,
    pub session: SessionId,
    pub workspace: WorkspaceId,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}
