use bootstrap::grpc::{Channel, retry_once};
use contracts::payments::v1::{
    GetAccessRequest, SubscriptionStatus, payments_service_client::PaymentsServiceClient,
};
use primitives::WorkspaceId;
use principal::{Origin, Outgoing, ServiceName};
use problem::Problem;
use time::OffsetDateTime;

/// Whether a workspace may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub usable: bool,
    /// It has paid once, or is in a usable trial.
    pub confirmed: bool,
    pub valid_until: Option<OffsetDateTime>,
}

/// The payments service.
pub struct Payments {
    client: PaymentsServiceClient<Channel>,
    outgoing: Outgoing,
}

impl Payments {
    pub fn new(channel: Channel, outgoing: Outgoing) -> Self {
        Self { client: PaymentsServiceClient::new(channel), outgoing }
    }

    pub async fn access(&self, workspace: WorkspaceId, origin: &Origin) -> Result<Access, Problem> {
        let answer = retry_once(|| {
            let message = GetAccessRequest { workspace_id: workspace.to_string() };
            let request = self.outgoing.service(ServiceName::Payments, message, origin);
            let mut client = self.client.clone();
            async move { client.get_access(request).await }
        })
        .await?
        .into_inner();
        let usable = !answer.needs_payment;
        let in_trial = answer.status() == SubscriptionStatus::Trial && usable;
        let time = |at: prost_types::Timestamp| OffsetDateTime::from_unix_timestamp(at.seconds).ok();
        Ok(Access {
            usable,
            confirmed: answer.has_completed_payment || in_trial,
            valid_until: answer.valid_until.and_then(time),
        })
    }
}
