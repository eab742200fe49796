//! Logs, traces, metrics, and the W3C trace context that crosses processes.

mod grpc;
mod http;
mod propagation;
mod sampling;
mod setup;

pub use grpc::{ServeCalls, ServedCalls};
pub use http::{RequestId, RootSpan, method_name};
pub use propagation::inject;
pub use setup::{Settings, Telemetry};

/// Name of the header and of the gRPC metadata that carries the id of a request.
pub const REQUEST_ID: &str = "x-request-id";
