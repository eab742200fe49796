use std::time::Duration;

use bootstrap::grpc::{Channel, MESSAGE_BYTES, retry_once};
use contracts::bcm::v1::{
    BuildRequest, EraseWorkspaceRequest, MarkStaleRequest, PreviewRequest, SubmitContextRequest,
    bcm_service_client::BcmServiceClient,
};
use primitives::{UserId, WorkspaceId};
use principal::{Origin, Outgoing, ServiceName};
use problem::Problem;
use serde::Deserialize;
use serde_json::Value;
use tonic::{Request, Status};

/// A manifest that bcm made of a context.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    /// The served resource.
    pub manifest: Value,
    pub version: String,
    pub checksum: String,
    pub cached: bool,
}

/// A manifest that bcm would make of a context.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Preview {
    pub manifest: Value,
    pub token_count: u32,
    pub compression_level: String,
    /// Paths removed or shortened to fit the budget.
    pub dropped: Vec<String>,
}

impl Preview {
    /// What the tokens are counted against; the manifest tells it.
    pub fn token_budget(&self) -> u32 {
        let budget = self.manifest["meta"]["token_budget"].as_u64();
        budget.and_then(|budget| u32::try_from(budget).ok()).unwrap_or_default()
    }
}

/// A context on its way to bcm. The key makes a repeat harmless.
#[derive(Debug)]
pub struct Handover<'a> {
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub context: &'a Value,
    pub key: String,
    pub reason: &'static str,
}

/// The bcm service.
#[derive(Clone)]
pub struct Bcm {
    client: BcmServiceClient<Channel>,
    outgoing: Outgoing,
}

/// Building and taking over a context may take this long.
const PATIENCE: Duration = Duration::from_secs(5);
/// Erasing a workspace with a long history may take this long.
const ERASURE: Duration = Duration::from_secs(60);

impl Bcm {
    pub fn new(channel: Channel, outgoing: Outgoing) -> Self {
        let client = BcmServiceClient::new(channel).max_decoding_message_size(MESSAGE_BYTES);
        Self { client, outgoing }
    }

    pub async fn build(&self, handover: &Handover<'_>, origin: &Origin) -> Result<Built, Problem> {
        let answer = retry_once(|| {
            let request = self.patient(handover.build(), origin);
            let mut client = self.client.clone();
            async move { client.build(request).await }
        })
        .await?
        .into_inner();
        // Passed on as it came; what is no JSON would show as null.
        let manifest = serde_json::from_slice(&answer.manifest).unwrap_or_default();
        Ok(Built { manifest, version: answer.version, checksum: answer.checksum, cached: answer.cached })
    }

    pub async fn submit(&self, handover: &Handover<'_>, origin: &Origin) -> Result<(), Problem> {
        retry_once(|| {
            let request = self.patient(handover.submit(), origin);
            let mut client = self.client.clone();
            async move { client.submit_context(request).await }
        })
        .await?;
        Ok(())
    }

    pub async fn mark_stale(&self, workspace: WorkspaceId, origin: &Origin) -> Result<(), Problem> {
        let message =
            MarkStaleRequest { workspace_id: workspace.to_string(), reason: "answers_changed".to_owned() };
        let request = self.patient(message, origin);
        self.client.clone().mark_stale(request).await?;
        Ok(())
    }

    pub async fn preview(
        &self,
        workspace: WorkspaceId,
        context: &Value,
        origin: &Origin,
    ) -> Result<Preview, Problem> {
        let answer = retry_once(|| {
            let context = context.to_string().into_bytes();
            let request =
                self.patient(PreviewRequest { workspace_id: workspace.to_string(), context }, origin);
            let mut client = self.client.clone();
            async move { client.preview(request).await }
        });
        let bytes = answer.await?.into_inner().preview;
        serde_json::from_slice(&bytes)
            .map_err(|error| Status::internal(format!("the preview cannot be read: {error}")).into())
    }

    pub async fn erase(&self, workspace: WorkspaceId, origin: &Origin) -> Result<(), Problem> {
        retry_once(|| {
            let message = EraseWorkspaceRequest { workspace_id: workspace.to_string() };
            let mut request = self.outgoing.service(ServiceName::Bcm, message, origin);
            request.set_timeout(origin.time_left(ERASURE));
            let mut client = self.client.clone();
            async move { client.erase_workspace(request).await }
        })
        .await?;
        Ok(())
    }

    fn patient<T>(&self, message: T, origin: &Origin) -> Request<T> {
        let mut request = self.outgoing.service(ServiceName::Bcm, message, origin);
        request.set_timeout(origin.time_left(PATIENCE));
        request
    }
}

impl Handover<'_> {
    fn bytes(&self) -> Vec<u8> {
        self.context.to_string().into_bytes()
    }

    fn build(&self) -> BuildRequest {
        BuildRequest {
            workspace_id: self.workspace.to_string(),
            user_id: self.user.to_string(),
            context: self.bytes(),
            key: self.key.clone(),
            reason: self.reason.to_owned(),
        }
    }

    fn submit(&self) -> SubmitContextRequest {
        SubmitContextRequest {
            workspace_id: self.workspace.to_string(),
            user_id: self.user.to_string(),
            context: self.bytes(),
            key: self.key.clone(),
            reason: self.reason.to_owned(),
        }
    }
}
