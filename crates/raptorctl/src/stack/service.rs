//! The five services, and the processes that they are.

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

/// One process of a service. The first has the name of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instance {
    pub service: Service,
    number: usize,
}

impl Instance {
    /// All of a service of which there are so many more than one.
    pub fn of(service: Service, copies: usize) -> impl Iterator<Item = Self> {
        (1..=copies + 1).map(move |number| Self { service, number })
    }

    /// All of all services.
    pub fn all(copies: usize) -> impl Iterator<Item = Self> {
        Service::ALL.into_iter().flat_map(move |service| Self::of(service, copies))
    }

    pub fn name(self) -> String {
        match self.number {
            1 => self.service.name().to_owned(),
            number => format!("{}-{number}", self.service.name()),
        }
    }

    /// Name under which the port is remembered where it serves: HTTP at the gateway, gRPC elsewhere.
    pub fn port(self) -> String {
        if self.service == Service::Gateway { self.name() } else { format!("{}.grpc", self.name()) }
    }

    /// Name under which the port for health and metrics is remembered.
    pub fn admin_port(self) -> String {
        format!("{}.admin", self.name())
    }
}
