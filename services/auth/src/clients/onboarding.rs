use std::time::Duration;

use bootstrap::grpc::{Channel, retry_once};
use contracts::onboarding::v1::{
    EraseWorkspaceRequest, GetStatusRequest, OnboardingStatus,
    onboarding_service_client::OnboardingServiceClient,
};
use primitives::WorkspaceId;
use principal::{Origin, Outgoing, ServiceName};
use problem::Problem;

use crate::domain::readiness::Progress;

/// The onboarding service.
#[derive(Clone)]
pub struct Onboarding {
    client: OnboardingServiceClient<Channel>,
    outgoing: Outgoing,
}

/// Erasing a workspace with a long history may take this long.
const ERASURE: Duration = Duration::from_secs(60);

impl Onboarding {
    pub fn new(channel: Channel, outgoing: Outgoing) -> Self {
        Self { client: OnboardingServiceClient::new(channel), outgoing }
    }

    pub async fn progress(&self, workspace: WorkspaceId, origin: &Origin) -> Result<Progress, Problem> {
        let message = GetStatusRequest { workspace_id: workspace.to_string() };
        let answer = retry_once(|| {
            let request = self.outgoing.service(ServiceName::Onboarding, message.clone(), origin);
            let mut client = self.client.clone();
            async move { client.get_status(request).await }
        })
        .await?
        .into_inner();
        let status = answer.status();
        Ok(Progress {
            status: word(status).to_owned(),
            completed: status == OnboardingStatus::Completed,
            step: answer.current_step,
        })
    }

    pub async fn erase(&self, workspace: WorkspaceId) -> Result<(), Problem> {
        let message = EraseWorkspaceRequest { workspace_id: workspace.to_string() };
        let mut request = self.outgoing.service(ServiceName::Onboarding, message, &Origin::own());
        request.set_timeout(ERASURE);
        self.client.clone().erase_workspace(request).await?;
        Ok(())
    }
}

fn word(status: OnboardingStatus) -> &'static str {
    match status {
        OnboardingStatus::PaymentConfirmed => "payment_confirmed",
        OnboardingStatus::InProgress => "in_progress",
        OnboardingStatus::Completed => "completed",
        OnboardingStatus::Abandoned => "abandoned",
        OnboardingStatus::Pending | OnboardingStatus::Unspecified => "pending",
    }
}
