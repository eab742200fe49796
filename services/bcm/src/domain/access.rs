//! Who asks, and the note that is kept of it.

use primitives::{UserId, WorkspaceId};
use time::OffsetDateTime;
use uuid::Uuid;

use super::place::Place;

/// Where a request came from.
#[derive(Debug, Clone, Default)]
pub struct Client {
    pub request_id: String,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

/// A member at work in a workspace; the door has checked both.
#[derive(Debug, Clone)]
pub struct Actor {
    pub user: UserId,
    pub workspace: WorkspaceId,
    pub client: Client,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessType {
    Create,
    Read,
    Update,
    Rebuild,
    Export,
}

impl AccessType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Rebuild => "rebuild",
            Self::Export => "export",
        }
    }
}

/// By whom: a user through the gateway, another service, or a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessSource {
    Api,
    Service,
    System,
}

impl AccessSource {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Service => "service",
            Self::System => "system",
        }
    }
}

/// One access, as the access log keeps it.
#[derive(Debug, Clone)]
pub struct Access {
    pub id: Uuid,
    pub workspace: WorkspaceId,
    pub user: Option<UserId>,
    pub kind: AccessType,
    pub source: AccessSource,
    pub client: Client,
    pub millis: f64,
    /// Where the current manifest was read from; None for every other access. Hit rates count by it.
    pub place: Option<Place>,
    /// Code and text of the failure.
    pub error: Option<(&'static str, String)>,
    pub at: OffsetDateTime,
}
