//! Kinds of failure, and the only mapping of them to gRPC status and to problem+json (RFC 9457).

mod document;
mod failure;
mod kind;
mod status;

pub use document::Problem;
pub use failure::{Failure, Refusal, Violation};
pub use kind::Kind;
pub use status::{code_of, connection_lost, to_status};
