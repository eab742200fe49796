use std::time::Duration;

use super::WithoutRedis;

/// So many requests in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// In keys and in the `RateLimit` headers.
    pub name: &'static str,
    pub requests: u32,
    pub window: Duration,
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

const fn quota(name: &'static str, requests: u32, window: Duration) -> Quota {
    Quota { name, requests, window }
}

/// Counted, and no reason to refuse.
pub const API_CALLS: Quota = quota("api_calls", u32::MAX, HOUR);

/// A row of the table of limits (product 7.1), which each operation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// Sign-up, sign-in and account recovery, per address.
    PublicAuth,
    /// Plans, step descriptions, health, per address.
    PublicRead,
    /// Provider's calls, per address.
    Webhook,
    /// Renewing tokens, per session.
    Refresh,
    /// Renewing with a token of no known session, per address. So many that an office can renew at once after its sessions
    /// were forgotten.
    UnknownRefresh,
    /// Signing out, per session.
    SignOut,
    /// Reads that belong to no other row.
    Api,
    /// Accounts, sessions and workspaces.
    Auth,
    /// Onboarding reads and saves.
    Onboarding,
    /// Assistance in onboarding.
    Assistance,
    /// Exports.
    Export,
    /// Money, except its start.
    Billing,
    /// Starting a payment.
    Initiate,
}

impl Row {
    /// Limits of the row, counted per user unless the row says otherwise.
    pub fn quotas(self) -> &'static [Quota] {
        match self {
            Self::PublicAuth => const { &[quota("edge", 10, MINUTE)] },
            Self::PublicRead => {
                const {
                    &[
                        quota("public", 60, MINUTE),
                        quota("public_hour", 1000, HOUR),
                        quota("public_day", 10_000, DAY),
                    ]
                }
            }
            Self::Webhook => const { &[quota("webhook", 1000, MINUTE)] },
            Self::Refresh => const { &[quota("refresh", 60, MINUTE)] },
            Self::UnknownRefresh => const { &[quota("refresh_unknown", 300, MINUTE)] },
            Self::SignOut => const { &[quota("sign_out", 60, MINUTE)] },
            Self::Api => const { &[quota("api", 100, MINUTE)] },
            Self::Auth => const { &[quota("auth", 100, MINUTE)] },
            Self::Onboarding => const { &[quota("onboarding", 300, MINUTE)] },
            Self::Assistance => const { &[quota("agents", 50, MINUTE)] },
            Self::Export => const { &[quota("export", 5, MINUTE)] },
            Self::Billing => const { &[quota("billing", 20, MINUTE)] },
            Self::Initiate => {
                const {
                    &[
                        quota("initiate", 5, MINUTE),
                        quota("initiate_hour", 50, HOUR),
                        quota("initiate_day", 200, DAY),
                    ]
                }
            }
        }
    }

    /// The limit of a signed-in user over all operations. The 23 steps are saved while somebody types, and would run into
    /// it: they have a row of their own in its place (product 15.4).
    pub fn edge(self, platform_admin: bool) -> Option<Quota> {
        match self {
            Self::Onboarding
            | Self::PublicAuth
            | Self::PublicRead
            | Self::Webhook
            | Self::Refresh
            | Self::UnknownRefresh => None,
            Self::SignOut
            | Self::Api
            | Self::Auth
            | Self::Assistance
            | Self::Export
            | Self::Billing
            | Self::Initiate => Some(quota("user", if platform_admin { 1000 } else { 100 }, MINUTE)),
        }
    }

    /// Auth and payment writes stay limited when Redis is away.
    pub fn without_redis(self, writes: bool) -> WithoutRedis {
        let guarded = match self {
            Self::PublicAuth
            | Self::Refresh
            | Self::UnknownRefresh
            | Self::SignOut
            | Self::Auth
            | Self::Webhook
            | Self::Billing
            | Self::Initiate => true,
            Self::PublicRead | Self::Api | Self::Onboarding | Self::Assistance | Self::Export => false,
        };
        if guarded && writes { WithoutRedis::Quarter } else { WithoutRedis::Open }
    }
}
