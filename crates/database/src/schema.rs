/// The schema of a service. Its login role has the same name and owns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Schema {
    /// Accounts, workspaces, sessions.
    Auth,
    /// Plans, transactions, subscriptions.
    Payments,
    /// Onboarding sessions and answers.
    Onboarding,
    /// Contexts and manifests.
    Bcm,
}

impl Schema {
    /// Every schema.
    pub const ALL: [Self; 4] = [Self::Auth, Self::Payments, Self::Onboarding, Self::Bcm];

    /// Name of the schema and of its role.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auth => "rf_auth",
            Self::Payments => "rf_payments",
            Self::Onboarding => "rf_onboarding",
            Self::Bcm => "rf_bcm",
        }
    }

    /// Name of the service that owns it.
    #[must_use]
    pub fn service(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Payments => "payments",
            Self::Onboarding => "onboarding",
            Self::Bcm => "bcm",
        }
    }
}
