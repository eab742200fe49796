//! The services' gRPC contracts, generated from the proto folder. Nothing here is written by hand.
#![allow(
    missing_docs,
    unused_qualifications,
    clippy::all,
    clippy::allow_attributes_without_reason,
    clippy::too_many_lines,
    reason = "generated code; the protos carry the documentation"
)]

/// Encoded `FileDescriptorSet` of every contract, for gRPC reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// JSON Schema of `business_context.json`, schema version "2.0".
pub const BUSINESS_CONTEXT_SCHEMA: &str =
    include_str!("../../../proto/raptorflow/bcm/v1/business_context.schema.json");

pub mod auth {
    pub mod v1 {
        tonic::include_proto!("raptorflow.auth.v1");
    }
}
pub mod payments {
    pub mod v1 {
        tonic::include_proto!("raptorflow.payments.v1");
    }
}
pub mod onboarding {
    pub mod v1 {
        tonic::include_proto!("raptorflow.onboarding.v1");
    }
}
pub mod bcm {
    pub mod v1 {
        tonic::include_proto!("raptorflow.bcm.v1");
    }
}
