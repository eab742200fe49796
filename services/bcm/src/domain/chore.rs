//! Housekeeping: what is kept no longer than needed.

use primitives::WorkspaceId;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chore {
    /// Old bodies of one workspace's versions go.
    ExpireOldVersions(WorkspaceId),
    /// Old access log entries, idempotency keys and settled chores go.
    CleanupLogs,
    /// Bodies of superseded contexts go.
    CompressData,
}

impl Chore {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExpireOldVersions(_) => "expire_old_versions",
            Self::CleanupLogs => "cleanup_logs",
            Self::CompressData => "compress_data",
        }
    }

    /// The chore that a stored name means.
    pub fn named(name: &str, workspace: Option<WorkspaceId>) -> Option<Self> {
        match (name, workspace) {
            ("expire_old_versions", Some(workspace)) => Some(Self::ExpireOldVersions(workspace)),
            ("cleanup_logs", None) => Some(Self::CleanupLogs),
            ("compress_data", None) => Some(Self::CompressData),
            _ => None,
        }
    }

    pub fn workspace(self) -> Option<WorkspaceId> {
        match self {
            Self::ExpireOldVersions(workspace) => Some(workspace),
            Self::CleanupLogs | Self::CompressData => None,
        }
    }

    /// 1 is done first, 5 last.
    pub fn priority(self) -> i16 {
        match self {
            Self::ExpireOldVersions(_) => 3,
            Self::CleanupLogs => 4,
            Self::CompressData => 5,
        }
    }
}
