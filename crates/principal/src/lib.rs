//! Who is calling: checks of access tokens and of service credentials, and how both are sent on.
//!
//! Every gRPC call between services carries a credential of the calling service. A user's call also carries the user's
//! access token, which each service checks again, and the workspace and role that the gateway looked up, signed into its
//! credential. A bare user or workspace id in a header means nothing.

mod access;
mod authority;
mod caller;
mod credential;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod guard;
mod outgoing;
#[cfg(any(test, fuzzing))]
mod properties;
mod refused;
mod verified;

pub use access::{AccessClaims, Authenticator, SessionKeys, SessionRecord, issuer};
pub use authority::{AccountState, Authority, RemoteAuthority, SessionQuery, Standing};
pub use caller::{Member, Origin, User, member, origin, service, user, user_in_any_state};
pub use credential::{Acting, ServiceKey, ServiceName};
pub use guard::{Guard, Guarded};
pub use outgoing::{OnBehalf, Outgoing};
pub use refused::Refused;
