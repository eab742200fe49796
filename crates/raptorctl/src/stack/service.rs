//! The five services.

use database::Schema;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Auth,
    Payments,
    Onboarding,
    Bcm,
    Gateway,
}

impl Service {
    pub const ALL: [Self; 5] = [Self::Auth, Self::Payments, Self::Onboarding, Self::Bcm, Self::Gateway];

    /// Name of the service and of its binary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Payments => "payments",
            Self::Onboarding => "onboarding",
            Self::Bcm => "bcm",
            Self::Gateway => "gateway",
        }
    }

    /// Name under which the gRPC port is remembered; the gateway speaks HTTP only.
    pub fn grpc(self) -> Option<&'static str> {
        match self {
            Self::Auth => Some("auth.grpc"),
            Self::Payments => Some("payments.grpc"),
            Self::Onboarding => Some("onboarding.grpc"),
            Self::Bcm => Some("bcm.grpc"),
            Self::Gateway => None,
        }
    }

    /// Name under which the port for health and metrics is remembered.
    pub fn admin(self) -> &'static str {
        match self {
            Self::Auth => "auth.admin",
            Self::Payments => "payments.admin",
            Self::Onboarding => "onboarding.admin",
            Self::Bcm => "bcm.admin",
            Self::Gateway => "gateway.admin",
        }
    }

    pub fn schema(self) -> Option<Schema> {
        match self {
            Self::Auth => Some(Schema::Auth),
            Self::Payments => Some(Schema::Payments),
            Self::Onboarding => Some(Schema::Onboarding),
            Self::Bcm => Some(Schema::Bcm),
            Self::Gateway => None,
        }
    }

    /// The services it calls; every one checks tokens with auth.
    pub fn calls(self) -> &'static [Self] {
        match self {
            Self::Auth => &[Self::Payments, Self::Onboarding],
            Self::Payments | Self::Bcm => &[Self::Auth],
            Self::Onboarding => &[Self::Auth, Self::Payments, Self::Bcm],
            Self::Gateway => &[Self::Auth, Self::Payments, Self::Onboarding, Self::Bcm],
        }
    }

    /// The variable in which others are told where it listens.
    pub fn address_variable(self) -> Option<&'static str> {
        match self {
            Self::Auth => Some("AUTH_GRPC_URL"),
            Self::Payments => Some("PAYMENTS_GRPC_URL"),
            Self::Onboarding => Some("ONBOARDING_GRPC_URL"),
            Self::Bcm => Some("BCM_GRPC_URL"),
            Self::Gateway => None,
        }
    }

    pub fn database_variable(self) -> Option<&'static str> {
        match self {
            Self::Auth => Some("AUTH_DATABASE_URL"),
            Self::Payments => Some("PAYMENTS_DATABASE_URL"),
            Self::Onboarding => Some("ONBOARDING_DATABASE_URL"),
            Self::Bcm => Some("BCM_DATABASE_URL"),
            Self::Gateway => None,
        }
    }
}
