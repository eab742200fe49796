//! What every use case works with.

use database::{Database, Schema, Scope};
use primitives::{Clock, WorkspaceId};
use tokio::sync::mpsc;

use crate::{clients::tiers::Tiers, config::Rules, domain::access::Access};

/// Shared by all doors.
pub struct Context {
    pub clock: Clock,
    pub database: Database,
    pub tiers: Tiers,
    pub rules: Rules,
    /// Notes for the access log, which is written beside the answers.
    pub accesses: mpsc::Sender<Access>,
}

impl Context {
    /// The service at work in one workspace.
    pub fn scope(workspace: WorkspaceId) -> Scope {
        Scope::service(Schema::Bcm).in_workspace(workspace)
    }

    /// The service at work in all workspaces: jobs.
    pub fn everywhere() -> Scope {
        Scope::service(Schema::Bcm)
    }

    /// Notes an access. When notes come faster than they can be written, some are lost: answers do not wait for them.
    pub fn note(&self, access: Access) {
        if self.accesses.try_send(access).is_err() {
            tracing::debug!("an access log entry was lost");
        }
    }
}
