use std::time::Duration;

use bootstrap::grpc::{Channel, retry_once};
use contracts::payments::v1::{
    EraseWorkspaceRequest, GetAccessRequest, SubscriptionStatus,
    payments_service_client::PaymentsServiceClient,
};
use primitives::WorkspaceId;
use principal::{Origin, Outgoing, ServiceName};
use problem::Problem;

use crate::domain::readiness::Access;

/// The payments service.
#[derive(Clone)]
pub struct Payments {
    client: PaymentsServiceClient<Channel>,
    outgoing: Outgoing,
}

/// Erasing a workspace with a long history may take this long.
const ERASURE: Duration = Duration::from_secs(60);

impl Payments {
    pub fn new(channel: Channel, outgoing: Outgoing) -> Self {
        Self { client: PaymentsServiceClient::new(channel), outgoing }
    }

    pub async fn access(&self, workspace: WorkspaceId, origin: &Origin) -> Result<Access, Problem> {
        let message = GetAccessRequest { workspace_id: workspace.to_string() };
        let answer = retry_once(|| {
            let request = self.outgoing.service(ServiceName::Payments, message.clone(), origin);
            let mut client = self.client.clone();
            async move { client.get_access(request).await }
        })
        .await?
        .into_inner();
        Ok(Access {
            status: word(answer.status()).to_owned(),
            plan: answer.plan,
            needs_payment: answer.needs_payment,
            has_completed_payment: answer.has_completed_payment,
        })
    }

    pub async fn erase(&self, workspace: WorkspaceId) -> Result<(), Problem> {
        let message = EraseWorkspaceRequest { workspace_id: workspace.to_string() };
        let mut request = self.outgoing.service(ServiceName::Payments, message, &Origin::own());
        request.set_timeout(ERASURE);
        self.client.clone().erase_workspace(request).await?;
        Ok(())
    }
}

fn word(status: SubscriptionStatus) -> &'static str {
    match status {
        SubscriptionStatus::Trial => "trial",
        SubscriptionStatus::Active => "active",
        SubscriptionStatus::PastDue => "past_due",
        SubscriptionStatus::Canceled => "canceled",
        SubscriptionStatus::Unpaid => "unpaid",
        SubscriptionStatus::Incomplete => "incomplete",
        SubscriptionStatus::IncompleteExpired => "incomplete_expired",
        SubscriptionStatus::Paused => "paused",
        SubscriptionStatus::None | SubscriptionStatus::Unspecified => "none",
    }
}
