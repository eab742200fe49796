use bootstrap::{
    InternalTls,
    grpc::{Channel, MESSAGE_BYTES},
};
use contracts::{
    auth::v1::auth_service_client::AuthServiceClient, bcm::v1::bcm_service_client::BcmServiceClient,
    onboarding::v1::onboarding_service_client::OnboardingServiceClient,
    payments::v1::payments_service_client::PaymentsServiceClient,
};
use principal::{Outgoing, ServiceName};

use super::{health, upstream::Upstream};
use crate::Settings;

/// The four services.
pub struct Services {
    pub auth: Upstream<AuthServiceClient<Channel>>,
    pub payments: Upstream<PaymentsServiceClient<Channel>>,
    pub onboarding: Upstream<OnboardingServiceClient<Channel>>,
    pub bcm: Upstream<BcmServiceClient<Channel>>,
    channels: Channels,
}

#[derive(Clone)]
struct Channels {
    auth: Channel,
    payments: Channel,
    onboarding: Channel,
    bcm: Channel,
}

impl Services {
    /// Connects when first used.
    pub fn connect(
        settings: &Settings,
        tls: Option<&InternalTls>,
        outgoing: &Outgoing,
    ) -> anyhow::Result<Self> {
        let channels = Channels {
            auth: bootstrap::grpc::channel(&settings.auth_url, tls)?,
            payments: bootstrap::grpc::channel(&settings.payments_url, tls)?,
            onboarding: bootstrap::grpc::channel(&settings.onboarding_url, tls)?,
            bcm: bootstrap::grpc::channel(&settings.bcm_url, tls)?,
        };
        let auth = AuthServiceClient::new(channels.auth.clone());
        let payments = PaymentsServiceClient::new(channels.payments.clone());
        let onboarding = OnboardingServiceClient::new(channels.onboarding.clone())
            .max_decoding_message_size(MESSAGE_BYTES);
        let bcm = BcmServiceClient::new(channels.bcm.clone()).max_decoding_message_size(MESSAGE_BYTES);
        Ok(Self {
            auth: Upstream::new(auth, ServiceName::Auth, outgoing),
            payments: Upstream::new(payments, ServiceName::Payments, outgoing),
            onboarding: Upstream::new(onboarding, ServiceName::Onboarding, outgoing),
            bcm: Upstream::new(bcm, ServiceName::Bcm, outgoing),
            channels,
        })
    }

    /// The connection to a service, for calls outside its contract.
    pub fn channel(&self, to: ServiceName) -> Channel {
        match to {
            ServiceName::Auth | ServiceName::Gateway => self.channels.auth.clone(),
            ServiceName::Payments => self.channels.payments.clone(),
            ServiceName::Onboarding => self.channels.onboarding.clone(),
            ServiceName::Bcm => self.channels.bcm.clone(),
        }
    }

    /// Whether a service says that it is serving.
    pub async fn ping(&self, service: ServiceName) -> Result<(), String> {
        health::ping(self.channel(service)).await
    }
}
