//! The calls. Parse, call, shape.

mod access;
mod checkout;
mod listing;
mod view;
mod webhook;

use contracts::payments::v1::{
    CancelRequest, CancelResponse, EraseWorkspaceRequest, GetAccessRequest, GetAccessResponse,
    GetCurrentSubscriptionRequest, GetCurrentSubscriptionResponse, GetStatusRequest, GetStatusResponse,
    IngestWebhookRequest, IngestWebhookResponse, InitiateRequest, InitiateResponse, ListPlansRequest,
    ListPlansResponse, ListTransactionsRequest, ListTransactionsResponse, VerifyRequest, VerifyResponse,
    payments_service_server::PaymentsService,
};
use primitives::WorkspaceId;
use principal::Member;
use problem::{Kind, Refusal, to_status};
use tonic::{Request, Response, Status};

use crate::{
    context::Shared,
    domain::{Actor, OrderId},
    error::PaymentError,
};

type Answer<T> = Result<Response<T>, Status>;

/// The server side of the contract.
pub struct Payments {
    context: Shared,
}

impl Payments {
    pub fn new(context: Shared) -> Self {
        Self { context }
    }
}

#[tonic::async_trait]
impl PaymentsService for Payments {
    async fn list_plans(&self, request: Request<ListPlansRequest>) -> Answer<ListPlansResponse> {
        listing::plans(&self.context, &request).await
    }

    async fn initiate(&self, request: Request<InitiateRequest>) -> Answer<InitiateResponse> {
        checkout::initiate(&self.context, request).await
    }

    async fn get_status(&self, request: Request<GetStatusRequest>) -> Answer<GetStatusResponse> {
        checkout::get_status(&self.context, &request).await
    }

    async fn verify(&self, request: Request<VerifyRequest>) -> Answer<VerifyResponse> {
        checkout::verify(&self.context, &request).await
    }

    async fn cancel(&self, request: Request<CancelRequest>) -> Answer<CancelResponse> {
        checkout::cancel(&self.context, &request).await
    }

    async fn get_current_subscription(
        &self,
        request: Request<GetCurrentSubscriptionRequest>,
    ) -> Answer<GetCurrentSubscriptionResponse> {
        access::current_subscription(&self.context, &request).await
    }

    async fn list_transactions(
        &self,
        request: Request<ListTransactionsRequest>,
    ) -> Answer<ListTransactionsResponse> {
        listing::transactions(&self.context, &request).await
    }

    async fn ingest_webhook(&self, request: Request<IngestWebhookRequest>) -> Answer<IngestWebhookResponse> {
        webhook::ingest(&self.context, request).await
    }

    async fn get_access(&self, request: Request<GetAccessRequest>) -> Answer<GetAccessResponse> {
        access::get_access(&self.context, &request).await
    }

    async fn erase_workspace(&self, request: Request<EraseWorkspaceRequest>) -> Answer<()> {
        access::erase_workspace(&self.context, &request).await
    }
}

fn actor(member: &Member) -> Actor {
    Actor {
        user: member.user,
        session: member.session,
        workspace: member.workspace,
        ip: member.origin.ip.clone(),
        user_agent: member.origin.user_agent.clone(),
    }
}

/// What cannot be an order is one that is not there.
fn order(text: &str) -> Result<OrderId, Status> {
    Ok(text.parse().map_err(|_| PaymentError::NotFound)?)
}

fn workspace(text: &str) -> Result<WorkspaceId, Status> {
    let refusal =
        || Refusal::new(Kind::BadRequest, "the workspace id is no uuid").with_code("WORKSPACE_INVALID");
    text.parse().map_err(|_| to_status(&refusal()))
}
