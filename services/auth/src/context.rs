//! What every use case has at hand.

mod authority;
mod hash_pool;

use std::sync::Arc;

use bootstrap::Mailer;
use database::{Database, Schema, Scope};
use primitives::{Clock, UserId};
use url::Url;

pub use authority::OwnAuthority;
pub use hash_pool::HashPool;

use crate::{
    clients::{
        onboarding::Onboarding, payments::Payments, readiness_cache::ReadinessCache,
        session_board::SessionBoard,
    },
    domain::{session::SessionLimits, signing::SigningKeys},
};

/// Built once, by `app`.
pub struct Context {
    pub clock: Clock,
    pub database: Database,
    pub keys: Arc<SigningKeys>,
    pub hashes: HashPool,
    pub board: SessionBoard,
    pub readiness: ReadinessCache,
    pub payments: Payments,
    pub onboarding: Onboarding,
    pub mailer: Mailer,
    pub limits: SessionLimits,
    pub require_email_verification: bool,
    /// The `iss` of access tokens.
    pub issuer: String,
    pub app_url: Url,
}

impl Context {
    /// The service at work for nobody in particular.
    pub fn own_scope() -> Scope {
        Scope::service(Schema::Auth)
    }

    /// The service at work on what is out of the user's own reach.
    pub fn scope_for(user: UserId) -> Scope {
        Scope::service(Schema::Auth).acting_for(user)
    }

    /// A page of the web app.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.app_url.as_str().trim_end_matches('/'))
    }
}
