use std::sync::{Arc, Mutex, PoisonError};

use contracts::{
    onboarding::v1::{self as onboarding, OnboardingStatus},
    payments::v1::{self as payments, SubscriptionStatus},
};
use testkit::{
    serve_stub,
    stubs::{
        onboarding::onboarding_service_server::{OnboardingService, OnboardingServiceServer},
        payments::payments_service_server::{PaymentsService, PaymentsServiceServer},
    },
};
use tokio::sync::watch;
use tonic::{Request, Response, Status, service::Routes};

/// Payments and onboarding, played on the wire.
pub struct Neighbours {
    pub payments: String,
    pub onboarding: String,
    play: Arc<Play>,
}

/// What they answer; None is no answer at all.
#[derive(Default)]
struct Play {
    access: Mutex<Option<payments::GetAccessResponse>>,
    status: Mutex<Option<onboarding::GetStatusResponse>>,
    asked: Mutex<u32>,
    erased: Mutex<Vec<String>>,
    hangs: watch::Sender<bool>,
}

pub fn unpaid() -> payments::GetAccessResponse {
    payments::GetAccessResponse {
        status: SubscriptionStatus::None.into(),
        needs_payment: true,
        ..payments::GetAccessResponse::default()
    }
}

pub fn paid() -> payments::GetAccessResponse {
    payments::GetAccessResponse {
        plan: Some("glide".to_owned()),
        status: SubscriptionStatus::Active.into(),
        has_completed_payment: true,
        ..payments::GetAccessResponse::default()
    }
}

/// A trial.
pub fn free() -> payments::GetAccessResponse {
    payments::GetAccessResponse {
        plan: Some("soar".to_owned()),
        status: SubscriptionStatus::Trial.into(),
        ..payments::GetAccessResponse::default()
    }
}

fn set<T>(slot: &Mutex<T>, value: T) {
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

fn get<T: Clone>(slot: &Mutex<T>) -> T {
    slot.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

impl Neighbours {
    pub async fn start() -> Self {
        let play = Arc::new(Play::default());
        set(&play.access, Some(unpaid()));
        set(&play.status, Some(onboarding::GetStatusResponse::default()));
        let routes = Routes::new(PaymentsServiceServer::from_arc(play.clone()));
        let payments = format!("http://{}", serve_stub(routes).await);
        let routes = Routes::new(OnboardingServiceServer::from_arc(play.clone()));
        let onboarding = format!("http://{}", serve_stub(routes).await);
        Self { payments, onboarding, play }
    }

    pub fn access(&self, answer: Option<payments::GetAccessResponse>) {
        set(&self.play.access, answer);
    }

    pub fn onboarding(&self, status: OnboardingStatus, current_step: u32) {
        let answer = onboarding::GetStatusResponse {
            status: status.into(),
            current_step,
            ..onboarding::GetStatusResponse::default()
        };
        set(&self.play.status, Some(answer));
    }

    /// The workspace is paid for and onboarded.
    pub fn all_done(&self) {
        self.access(Some(paid()));
        self.onboarding(OnboardingStatus::Completed, 23);
    }

    pub fn onboarding_fails(&self) {
        set(&self.play.status, None);
    }

    /// Payments takes calls and answers none.
    pub fn payments_hangs(&self) {
        self.play.hangs.send_replace(true);
    }

    /// It answers all that it has taken.
    pub fn payments_resumes(&self) {
        self.play.hangs.send_replace(false);
    }

    /// How often payments was asked about access.
    pub fn asked(&self) -> u32 {
        get(&self.play.asked)
    }

    /// What was erased, in order: `payments:<id>`, `onboarding:<id>`.
    pub fn erased(&self) -> Vec<String> {
        get(&self.play.erased)
    }
}

#[tonic::async_trait]
impl PaymentsService for Play {
    async fn get_access(
        &self,
        _: Request<payments::GetAccessRequest>,
    ) -> Result<Response<payments::GetAccessResponse>, Status> {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.hangs.subscribe().wait_for(|hangs| !hangs).await.unwrap();
        get(&self.access).map(Response::new).ok_or_else(|| Status::internal("payments is ill"))
    }

    async fn erase_workspace(
        &self,
        request: Request<payments::EraseWorkspaceRequest>,
    ) -> Result<Response<()>, Status> {
        let id = request.into_inner().workspace_id;
        self.erased.lock().unwrap_or_else(PoisonError::into_inner).push(format!("payments:{id}"));
        Ok(Response::new(()))
    }
}

#[tonic::async_trait]
impl OnboardingService for Play {
    async fn get_status(
        &self,
        _: Request<onboarding::GetStatusRequest>,
    ) -> Result<Response<onboarding::GetStatusResponse>, Status> {
        get(&self.status).map(Response::new).ok_or_else(|| Status::internal("onboarding is ill"))
    }

    async fn erase_workspace(
        &self,
        request: Request<onboarding::EraseWorkspaceRequest>,
    ) -> Result<Response<()>, Status> {
        let id = request.into_inner().workspace_id;
        self.erased.lock().unwrap_or_else(PoisonError::into_inner).push(format!("onboarding:{id}"));
        Ok(Response::new(()))
    }
}
