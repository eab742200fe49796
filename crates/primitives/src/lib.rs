//! Values that mean the same in every service: ids, money, mail addresses, roles, texts, time. No I/O.

mod clock;
mod email;
mod ids;
mod money;
mod roles;
mod text;
mod timestamp;

pub use clock::Clock;
pub use email::{Email, InvalidEmail};
pub use ids::{InvalidId, SessionId, UserId, WorkspaceId};
pub use money::Money;
pub use roles::{PlatformRole, Role, UnknownRole};
pub use text::{TextError, clean, code_points, cut_graphemes, is_blank};
pub use timestamp::{format_timestamp, rfc3339_millis};
