//! The services that onboarding calls, played on the wire.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use contracts::{
    bcm::v1::{
        BuildRequest, BuildResponse, EraseWorkspaceRequest, MarkStaleRequest, PreviewRequest,
        PreviewResponse, SubmitContextRequest, SubmitContextResponse,
    },
    payments::v1::{GetAccessRequest, GetAccessResponse, SubscriptionStatus},
};
use primitives::WorkspaceId;
use serde_json::{Value, json};
use testkit::{
    serve_stub,
    stubs::{
        bcm::bcm_service_server::{BcmService, BcmServiceServer},
        payments::payments_service_server::{PaymentsService, PaymentsServiceServer},
    },
};
use tonic::{Request, Response, Status, service::Routes};
use url::Url;

fn url(address: std::net::SocketAddr) -> Url {
    format!("http://{address}").parse().unwrap()
}

/// Payments: every workspace has paid unless told otherwise.
#[derive(Default)]
pub struct Payments {
    unpaid: Mutex<HashMap<String, SubscriptionStatus>>,
    down: Mutex<bool>,
    asked: Mutex<u32>,
}

impl Payments {
    pub async fn start() -> (Arc<Self>, Url) {
        let payments = Arc::new(Self::default());
        let routes = Routes::new(PaymentsServiceServer::from_arc(payments.clone()));
        (payments, url(serve_stub(routes).await))
    }

    /// Gives a workspace a subscription that was never paid.
    pub fn set_unpaid(&self, workspace: WorkspaceId, status: SubscriptionStatus) {
        self.unpaid.lock().unwrap().insert(workspace.to_string(), status);
    }

    pub fn set_paid(&self, workspace: WorkspaceId) {
        self.unpaid.lock().unwrap().remove(&workspace.to_string());
    }

    pub fn set_down(&self, down: bool) {
        *self.down.lock().unwrap() = down;
    }

    pub fn asked(&self) -> u32 {
        *self.asked.lock().unwrap()
    }
}

#[tonic::async_trait]
impl PaymentsService for Payments {
    async fn get_access(
        &self,
        request: Request<GetAccessRequest>,
    ) -> Result<Response<GetAccessResponse>, Status> {
        *self.asked.lock().unwrap() += 1;
        if *self.down.lock().unwrap() {
            return Err(Status::unavailable("down"));
        }
        let workspace = request.into_inner().workspace_id;
        let unpaid = self.unpaid.lock().unwrap().get(&workspace).copied();
        let status = unpaid.unwrap_or(SubscriptionStatus::Active);
        Ok(Response::new(GetAccessResponse {
            plan: Some("glide".to_owned()),
            status: status.into(),
            needs_payment: !matches!(status, SubscriptionStatus::Active | SubscriptionStatus::Trial),
            has_completed_payment: unpaid.is_none(),
            ..GetAccessResponse::default()
        }))
    }
}

/// What goes wrong in bcm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It does not take the call.
    Before,
    /// It does not take what it is given.
    Refusal,
    /// The same, but not before [`Bcm::let_go`].
    HeldRefusal,
    /// It breaks before it keeps anything.
    Broken,
    /// It does the work and the answer is lost.
    After,
    /// It does the work and never answers.
    Hang,
}

/// Bcm: makes one version per key, as the real one does.
#[derive(Default)]
pub struct Bcm {
    state: Mutex<BcmState>,
    gate: tokio::sync::Notify,
}

#[derive(Default)]
struct BcmState {
    faults: Vec<Fault>,
    calls: u32,
    /// In the order in which they were committed.
    versions: Vec<Version>,
    submitted: Vec<Version>,
    previewed: Vec<Value>,
    stale: Vec<String>,
    erased: Vec<String>,
}

/// Something that bcm took, once per key.
#[derive(Debug, Clone)]
pub struct Version {
    pub workspace: String,
    pub key: String,
    pub context: Value,
}

impl Bcm {
    pub async fn start() -> (Arc<Self>, Url) {
        let bcm = Arc::new(Self::default());
        let server = BcmServiceServer::from_arc(bcm.clone()).max_decoding_message_size(64 << 20);
        (bcm, url(serve_stub(Routes::new(server)).await))
    }

    /// The next calls go wrong like this, one after the other.
    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state.lock().unwrap().faults.extend(faults);
    }

    /// Answers a held call.
    pub fn let_go(&self) {
        self.gate.notify_one();
    }

    pub fn heal(&self) {
        self.state.lock().unwrap().faults.clear();
    }

    pub fn calls(&self) -> u32 {
        self.state.lock().unwrap().calls
    }

    pub fn versions(&self) -> Vec<Version> {
        self.state.lock().unwrap().versions.clone()
    }

    pub fn submitted(&self) -> Vec<Version> {
        self.state.lock().unwrap().submitted.clone()
    }

    /// Contexts of which a manifest was to be shown.
    pub fn previews(&self) -> Vec<Value> {
        self.state.lock().unwrap().previewed.clone()
    }

    pub fn stale(&self) -> Vec<String> {
        self.state.lock().unwrap().stale.clone()
    }

    pub fn erased(&self) -> Vec<String> {
        self.state.lock().unwrap().erased.clone()
    }

    /// Notes what is to be shown; tells what goes wrong.
    fn previewed(&self, context: Value) -> Option<Fault> {
        let mut state = self.state.lock().unwrap();
        state.previewed.push(context);
        if state.faults.is_empty() { None } else { Some(state.faults.remove(0)) }
    }

    /// Commits a version unless its key is known; tells its number and what goes wrong.
    fn commit(&self, version: Version, builds: bool) -> (usize, Option<Fault>) {
        let mut state = self.state.lock().unwrap();
        state.calls += 1;
        let fault = if state.faults.is_empty() { None } else { Some(state.faults.remove(0)) };
        if matches!(fault, Some(Fault::Before | Fault::Refusal | Fault::HeldRefusal | Fault::Broken)) {
            return (0, fault);
        }
        let list = if builds { &mut state.versions } else { &mut state.submitted };
        let number = list.iter().position(|known| known.key == version.key).unwrap_or_else(|| {
            list.push(version);
            list.len() - 1
        });
        (number, fault)
    }
}

async fn spoil(fault: Option<Fault>) -> Result<(), Status> {
    match fault {
        None => Ok(()),
        Some(Fault::Before | Fault::After) => Err(Status::unavailable("as told")),
        Some(Fault::Refusal | Fault::HeldRefusal) => {
            Err(problem::to_status(&problem::Refusal::new(problem::Kind::Invalid, "as told")))
        }
        Some(Fault::Broken) => {
            Err(problem::to_status(&problem::Refusal::new(problem::Kind::Internal, "as told")))
        }
        Some(Fault::Hang) => std::future::pending().await,
    }
}

#[tonic::async_trait]
impl BcmService for Bcm {
    async fn build(&self, request: Request<BuildRequest>) -> Result<Response<BuildResponse>, Status> {
        let BuildRequest { workspace_id, context, key, .. } = request.into_inner();
        let context = serde_json::from_slice(&context).unwrap();
        let (number, fault) = self.commit(Version { workspace: workspace_id, key, context }, true);
        if fault == Some(Fault::HeldRefusal) {
            self.gate.notified().await;
        }
        spoil(fault).await?;
        Ok(Response::new(BuildResponse {
            manifest: json!({ "version": format!("1.0.{number}"), "manifest": {} }).to_string().into_bytes(),
            version: format!("1.0.{number}"),
            checksum: "c".repeat(64),
            cached: true,
            unchanged: false,
        }))
    }

    async fn submit_context(
        &self,
        request: Request<SubmitContextRequest>,
    ) -> Result<Response<SubmitContextResponse>, Status> {
        let SubmitContextRequest { workspace_id, context, key, .. } = request.into_inner();
        let context = serde_json::from_slice(&context).unwrap();
        let (_, fault) = self.commit(Version { workspace: workspace_id, key, context }, false);
        spoil(fault).await?;
        Ok(Response::new(SubmitContextResponse {}))
    }

    async fn preview(&self, request: Request<PreviewRequest>) -> Result<Response<PreviewResponse>, Status> {
        let context: Value = serde_json::from_slice(&request.into_inner().context).unwrap();
        let fault = self.previewed(context.clone());
        spoil(fault).await?;
        let manifest = json!({
            "foundation": { "company": context["company_profile"] },
            "meta": { "token_budget": 1200 },
        });
        let preview = json!({
            "manifest": manifest, "token_count": 812, "compression_level": "light", "dropped": ["issues.links"],
        });
        Ok(Response::new(PreviewResponse { preview: preview.to_string().into_bytes() }))
    }

    async fn mark_stale(&self, request: Request<MarkStaleRequest>) -> Result<Response<()>, Status> {
        self.state.lock().unwrap().stale.push(request.into_inner().workspace_id);
        Ok(Response::new(()))
    }

    async fn erase_workspace(&self, request: Request<EraseWorkspaceRequest>) -> Result<Response<()>, Status> {
        self.state.lock().unwrap().erased.push(request.into_inner().workspace_id);
        Ok(Response::new(()))
    }
}
