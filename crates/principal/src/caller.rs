use std::time::{Duration, Instant};

use primitives::{PlatformRole, Role, SessionId, UserId, WorkspaceId};
use tonic::Request;
use uuid::Uuid;

use crate::{AccountState, Acting, Refused, ServiceName};

/// Where a request came from, for logs, audit and further calls.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The id that the caller was told.
    pub request_id: String,
    /// The client's address as the gateway saw it.
    pub ip: Option<String>,
    /// The client's user agent.
    pub user_agent: Option<String>,
    /// When nobody waits for the answer any more.
    pub deadline: Option<Instant>,
}

impl Origin {
    /// Work that no request asked for.
    #[must_use]
    pub fn own() -> Self {
        Self { request_id: Uuid::now_v7().to_string(), ip: None, user_agent: None, deadline: None }
    }

    /// How much of `wish` is left before the deadline.
    #[must_use]
    pub fn time_left(&self, wish: Duration) -> Duration {
        let left = self.deadline.map(|at| at.saturating_duration_since(Instant::now()));
        left.map_or(wish, |left| left.min(wish))
    }
}

/// A signed-in user.
#[derive(Debug, Clone)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// On which device.
    pub session: SessionId,
    /// Epoch of the token.
    pub epoch: u64,
    /// Whether the account may be used; always active but from [`user_in_any_state`].
    pub account: AccountState,
    /// Rights across workspaces.
    pub platform_role: PlatformRole,
    /// Where the request came from.
    pub origin: Origin,
}

/// A signed-in user in a workspace.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// On which device.
    pub session: SessionId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// What they may do there.
    pub role: Role,
    /// Where the request came from.
    pub origin: Origin,
}

impl Member {
    /// Refuses plain members.
    ///
    /// # Errors
    /// 403 for them.
    pub fn must_manage(&self) -> Result<(), Refused> {
        if self.role.manages() { Ok(()) } else { Err(Refused::NotAllowed) }
    }

    /// Refuses everybody but the owner.
    ///
    /// # Errors
    /// 403 for them.
    pub fn must_own(&self) -> Result<(), Refused> {
        if self.role == Role::Owner { Ok(()) } else { Err(Refused::NotAllowed) }
    }
}

/// What the guard found out; lies in the request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) service: ServiceName,
    pub(crate) user: Option<User>,
    pub(crate) acting: Option<Acting>,
    pub(crate) origin: Origin,
}

fn caller<T>(request: &Request<T>) -> Result<&Caller, Refused> {
    request.extensions().get::<Caller>().ok_or(Refused::NoCredential)
}

/// Where the request came from.
///
/// # Errors
/// When the request did not pass the guard.
pub fn origin<T>(request: &Request<T>) -> Result<Origin, Refused> {
    Ok(caller(request)?.origin.clone())
}

/// The signed-in user, whose account must be active.
///
/// # Errors
/// 401 without a valid token, 403 by account state.
pub fn user<T>(request: &Request<T>) -> Result<User, Refused> {
    let user = user_in_any_state(request)?;
    if user.account == AccountState::Active { Ok(user) } else { Err(Refused::Account(user.account)) }
}

/// The signed-in user, whatever the state of the account.
///
/// # Errors
/// 401 without a valid token.
pub fn user_in_any_state<T>(request: &Request<T>) -> Result<User, Refused> {
    caller(request)?.user.clone().ok_or(Refused::NoToken)
}

/// The signed-in user in the workspace that the gateway attests.
///
/// # Errors
/// 401 without a valid token, 403 by account state or without an attested membership.
pub fn member<T>(request: &Request<T>) -> Result<Member, Refused> {
    let user = user(request)?;
    let acting =
        caller(request)?.acting.filter(|acting| acting.user == user.id).ok_or(Refused::NotAllowed)?;
    Ok(Member {
        user: user.id,
        session: user.session,
        workspace: acting.workspace,
        role: acting.role,
        origin: user.origin,
    })
}

/// A service, which must be one of those allowed.
///
/// # Errors
/// 403 for the others.
pub fn service<T>(request: &Request<T>, allowed: &[ServiceName]) -> Result<Origin, Refused> {
    let caller = caller(request)?;
    if allowed.contains(&caller.service) { Ok(caller.origin.clone()) } else { Err(Refused::NotAllowed) }
}
