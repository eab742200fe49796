//! What every use case works with.

use bootstrap::Runtime;
use database::{Database, Schema, Scope};
use primitives::{Clock, WorkspaceId};
use tokio::sync::{mpsc, oneshot};
use tracing::Instrument as _;

use crate::{clients::tiers::Tiers, config::Rules, domain::access::Access, error::BcmError};

/// Shared by all doors.
pub struct Context {
    pub clock: Clock,
    pub database: Database,
    pub tiers: Tiers,
    pub rules: Rules,
    pub runtime: Runtime,
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

    /// Does `work` to its end even if nobody waits for the answer any more, and lets the process stop only after it.
    pub async fn to_the_end<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, BcmError>> + Send + 'static,
    ) -> Result<T, BcmError> {
        let (done, answer) = oneshot::channel();
        let work = async move {
            // Whoever asked may be gone.
            let _ = done.send(work.await);
        };
        self.runtime.spawn(work.in_current_span());
        answer.await.map_err(|cut_off| BcmError::RebuildFailed(cut_off.into()))?
    }

    /// Notes an access. When notes come faster than they can be written, some are lost: answers do not wait for them.
    pub fn note(&self, access: Access) {
        if self.accesses.try_send(access).is_err() {
            tracing::debug!("an access log entry was lost");
        }
    }
}
