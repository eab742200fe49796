use std::{fmt, future::Future, pin::Pin, str::FromStr};

use bootstrap::grpc::Channel;
use contracts::auth::v1::{
    self as auth, GetJwksRequest, VerifyAccessTokenRequest, auth_service_client::AuthServiceClient,
};
use jsonwebtoken::jwk::JwkSet;
use primitives::{PlatformRole, SessionId, UserId};
use serde::{Deserialize, Serialize};

use crate::{Origin, Outgoing, Refused, ServiceName};

/// Whether an account may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It may.
    Active,
    /// Not for now, by us.
    Suspended,
    /// Never again, by us.
    Banned,
    /// Not for now, by its owner.
    Deactivated,
}

impl AccountState {
    /// The word stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Banned => "banned",
            Self::Deactivated => "deactivated",
        }
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Active => "FORBIDDEN",
            Self::Suspended => "ACCOUNT_SUSPENDED",
            Self::Banned => "ACCOUNT_BANNED",
            Self::Deactivated => "ACCOUNT_DEACTIVATED",
        }
    }
}

impl fmt::Display for AccountState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AccountState {
    type Err = UnknownState;

    fn from_str(word: &str) -> Result<Self, UnknownState> {
        [Self::Active, Self::Suspended, Self::Banned, Self::Deactivated]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or(UnknownState)
    }
}

/// A word that names no account state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown account state")]
pub struct UnknownState;

/// The session of a token whose signature is good.
#[derive(Debug, Clone, Copy)]
pub struct SessionQuery {
    /// The token's subject.
    pub user: UserId,
    /// The token's session.
    pub session: SessionId,
    /// The token's epoch.
    pub epoch: u64,
}

/// What is known of the account behind a living session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether the account may be used.
    pub account: AccountState,
    /// Its platform rights.
    pub platform_role: PlatformRole,
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Refused>> + Send + 'a>>;

/// Who knows the public keys and the sessions: the auth service, asked over gRPC by all others and directly by itself.
pub trait Authority: Send + Sync {
    /// The published keys.
    fn keys(&self) -> Answer<'_, JwkSet>;

    /// Whether a session is alive, from the database; `Refused::SessionEnded` when not.
    fn standing(&self, query: SessionQuery) -> Answer<'_, Standing>;
}

/// The auth service, over gRPC.
pub struct RemoteAuthority {
    client: AuthServiceClient<Channel>,
    outgoing: Outgoing,
}

impl RemoteAuthority {
    /// Asks through this channel.
    #[must_use]
    pub fn new(channel: Channel, outgoing: Outgoing) -> Self {
        Self { client: AuthServiceClient::new(channel), outgoing }
    }
}

fn unavailable(status: tonic::Status) -> Refused {
    match problem::code_of(&status).as_deref() {
        Some("SESSION_ENDED") => Refused::SessionEnded,
        Some(_) | None => Refused::Unavailable(Box::new(status)),
    }
}

impl Authority for RemoteAuthority {
    fn keys(&self) -> Answer<'_, JwkSet> {
        Box::pin(async move {
            let answer = bootstrap::grpc::retry_once(|| {
                let request = self.outgoing.service(ServiceName::Auth, GetJwksRequest {}, &Origin::own());
                let mut client = self.client.clone();
                async move { client.get_jwks(request).await }
            })
            .await
            .map_err(unavailable)?
            .into_inner();
            serde_json::from_slice(&answer.jwks).map_err(|error| Refused::Unavailable(error.into()))
        })
    }

    fn standing(&self, query: SessionQuery) -> Answer<'_, Standing> {
        Box::pin(async move {
            let message = VerifyAccessTokenRequest {
                user_id: query.user.to_string(),
                session_id: query.session.to_string(),
                epoch: query.epoch,
            };
            let answer = bootstrap::grpc::retry_once(|| {
                let request = self.outgoing.service(ServiceName::Auth, message.clone(), &Origin::own());
                let mut client = self.client.clone();
                async move { client.verify_access_token(request).await }
            })
            .await
            .map_err(unavailable)?
            .into_inner();
            Ok(Standing {
                account: account(answer.account_state()),
                platform_role: platform(answer.platform_role()),
            })
        })
    }
}

fn account(state: auth::AccountState) -> AccountState {
    match state {
        auth::AccountState::Active => AccountState::Active,
        auth::AccountState::Suspended => AccountState::Suspended,
        auth::AccountState::Deactivated => AccountState::Deactivated,
        // A state this build does not know is no reason to let anybody in.
        auth::AccountState::Banned | auth::AccountState::Unspecified => AccountState::Banned,
    }
}

fn platform(role: auth::PlatformRole) -> PlatformRole {
    match role {
        auth::PlatformRole::User | auth::PlatformRole::Unspecified => PlatformRole::User,
        auth::PlatformRole::Support => PlatformRole::Support,
        auth::PlatformRole::BillingAdmin => PlatformRole::BillingAdmin,
        auth::PlatformRole::Admin => PlatformRole::Admin,
        auth::PlatformRole::SuperAdmin => PlatformRole::SuperAdmin,
    }
}
