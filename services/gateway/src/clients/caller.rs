use primitives::{PlatformRole, Role, SessionId, UserId, WorkspaceId};
use principal::{AccountState, OnBehalf, Origin, Outgoing, ServiceName};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tonic::Request;

/// In whose name a call goes out.
pub trait Speaks {
    /// The call as it goes out.
    fn dress<T>(&self, outgoing: &Outgoing, to: ServiceName, message: T) -> Request<T>;
}

/// Anybody: the call is the gateway's own.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub origin: Origin,
}

/// Somebody with a valid access token.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub user: UserId,
    pub session: SessionId,
    pub account: AccountState,
    pub platform_role: PlatformRole,
    /// When the token ends.
    pub expires_at: OffsetDateTime,
    pub token: SecretString,
    /// The token came in a header, so the client is no browser.
    pub by_header: bool,
    pub origin: Origin,
}

/// Somebody signed in, in a workspace of theirs.
#[derive(Debug, Clone)]
pub struct Member {
    pub signed_in: SignedIn,
    pub membership: Membership,
}

/// What auth knows about a user in a workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Membership {
    pub workspace: WorkspaceId,
    pub role: Role,
    pub slug: String,
}

impl SignedIn {
    /// Calls that the gateway makes in its own name while serving this user.
    pub fn visitor(&self) -> Visitor {
        Visitor { origin: self.origin.clone() }
    }
}

impl Speaks for Visitor {
    fn dress<T>(&self, outgoing: &Outgoing, to: ServiceName, message: T) -> Request<T> {
        outgoing.service(to, message, &self.origin)
    }
}

impl Speaks for SignedIn {
    fn dress<T>(&self, outgoing: &Outgoing, to: ServiceName, message: T) -> Request<T> {
        outgoing.user(to, message, OnBehalf { token: &self.token, acting: None, origin: &self.origin })
    }
}

impl Speaks for Member {
    fn dress<T>(&self, outgoing: &Outgoing, to: ServiceName, message: T) -> Request<T> {
        let acting = Some((self.signed_in.user, self.membership.workspace, self.membership.role));
        let on_behalf = OnBehalf { token: &self.signed_in.token, acting, origin: &self.signed_in.origin };
        outgoing.user(to, message, on_behalf)
    }
}
