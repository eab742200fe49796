use std::sync::Arc;

use bootstrap::Runtime;
use database::{Conn, Database, Error, Schema, Scope, Tx};
use futures::future::BoxFuture;
use primitives::{Clock, WorkspaceId};
use principal::Member;
use uuid::Uuid;

use crate::{
    clients::{AccessCache, AssistCache, Bcm, Copies, Payments},
    domain::Catalogue,
};

/// What use cases work with.
pub struct Context {
    pub database: Database,
    pub catalogue: Catalogue,
    pub payments: Payments,
    pub access: AccessCache,
    pub bcm: Bcm,
    pub copies: Copies,
    pub assists: AssistCache,
    pub clock: Clock,
    pub rules: Rules,
    /// Carries what outlives the request that asked for it.
    pub runtime: Runtime,
}

/// Numbers from the settings.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    pub idle: time::Duration,
    pub cleanup_batch: i64,
}

impl Context {
    /// For reading what a member may read.
    pub async fn begin_as(&self, member: &Member) -> Result<Tx, Error> {
        self.database.begin(Scope::member(member.user, member.workspace, member.role)).await
    }

    /// For what the service does for a member: some tables are the service's to write.
    pub async fn begin_for(&self, member: &Member) -> Result<Tx, Error> {
        self.database.begin(for_member(member)).await
    }

    /// The same, together with what is done first.
    pub async fn begin_for_with<T>(
        &self,
        member: &Member,
        first: impl for<'c> Fn(&'c Conn) -> BoxFuture<'c, Result<T, Error>>,
    ) -> Result<(Tx, T), Error> {
        self.database.begin_with(for_member(member), first).await
    }

    /// For work of the service itself in one workspace.
    pub async fn begin_in(&self, workspace: WorkspaceId) -> Result<Tx, Error> {
        self.database.begin(Scope::service(Schema::Onboarding).in_workspace(workspace)).await
    }

    /// For work of the service itself across workspaces.
    pub async fn begin_everywhere(&self) -> Result<Tx, Error> {
        self.database.begin(Scope::service(Schema::Onboarding)).await
    }

    pub fn fresh_ids(&self) -> impl FnMut() -> Uuid + use<> {
        let clock = self.clock.clone();
        move || clock.uuid()
    }
}

fn for_member(member: &Member) -> Scope {
    Scope::service(Schema::Onboarding).in_workspace(member.workspace).acting_for(member.user)
}

/// Does work to its end even when the request that waits for it is gone.
pub async fn to_the_end<T: Send + 'static>(
    context: &Arc<Context>,
    work: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let (done, waiting) = tokio::sync::oneshot::channel();
    context.runtime.spawn(async move {
        // Nobody may be waiting any more.
        let _ = done.send(work.await);
    });
    waiting.await.ok()
}
