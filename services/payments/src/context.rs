mod turnstile;

use std::{future::Future, sync::Arc};

use bootstrap::{Mailer, Runtime};
use database::{Database, Schema, Scope, Tx};
use primitives::{Clock, WorkspaceId};
use time::Duration;
use tokio::sync::oneshot;
use tracing::Instrument as _;
use url::Url;
use uuid::Uuid;

use crate::{
    clients::{Contacts, PhonePe, Vault},
    config::Rules,
    domain::{OrderId, webhook::Credential},
    error::PaymentError,
    store::{Cache, KnownPlans},
};

pub use turnstile::Turnstile;

/// What use cases work with.
pub struct Context {
    pub database: Database,
    pub cache: Cache,
    pub plans: KnownPlans,
    pub clock: Clock,
    pub phonepe: PhonePe,
    pub contacts: Contacts,
    pub mailer: Mailer,
    pub vault: Vault,
    pub webhook: Option<Credential>,
    pub rules: Rules,
    pub app_url: Url,
    /// How long somebody who waits may take to open a checkout at the provider, or to ask it about one.
    pub patience: std::time::Duration,
    /// How long a job may take to ask the provider about a payment.
    pub lease: Duration,
    /// Where those who bring webhooks ask for their processing: each on its own would take all connections.
    pub processing: Turnstile,
    pub runtime: Runtime,
}

impl Context {
    /// A transaction of the service over one workspace.
    pub async fn begin_in(&self, workspace: WorkspaceId) -> Result<Tx, database::Error> {
        self.database.begin(Scope::service(Schema::Payments).in_workspace(workspace)).await
    }

    /// A transaction of the service over all workspaces.
    pub async fn begin(&self) -> Result<Tx, database::Error> {
        self.database.begin(Scope::service(Schema::Payments)).await
    }

    pub fn uuid(&self) -> Uuid {
        self.clock.uuid()
    }

    pub fn order_id(&self) -> OrderId {
        OrderId::new(self.clock.now(), rand::random())
    }

    /// An address of the web app.
    pub fn public_address(&self, path: &str) -> String {
        format!("{}/{path}", self.app_url.as_str().trim_end_matches('/'))
    }

    /// Does `work` to its end even if nobody waits for the answer any more, and lets the process stop only after it.
    pub async fn to_the_end<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, PaymentError>> + Send + 'static,
    ) -> Result<T, PaymentError> {
        let (done, answer) = oneshot::channel();
        self.background(async move {
            // Whoever asked may be gone.
            let _ = done.send(work.await);
        });
        answer.await.map_err(|_| PaymentError::CutOff)?
    }

    /// Does `work` while the caller goes on.
    pub fn background(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(work.in_current_span());
    }
}

/// How use cases that outlive their caller hold the context.
pub type Shared = Arc<Context>;
