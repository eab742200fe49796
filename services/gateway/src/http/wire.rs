//! From the services' messages to what clients read.

use bytes::Bytes;
use prost_types::Timestamp;
use serde_json::value::RawValue;
use time::{Duration, OffsetDateTime};

use crate::error::GatewayError;

/// A part that the contract promises.
pub fn given<T>(part: Option<T>, name: &'static str) -> Result<T, GatewayError> {
    part.ok_or(GatewayError::Contract(name))
}

/// A time that the contract promises.
pub fn time(sent: Option<Timestamp>, name: &'static str) -> Result<OffsetDateTime, GatewayError> {
    maybe_time(sent)?.ok_or(GatewayError::Contract(name))
}

/// A time that may be absent.
pub fn maybe_time(sent: Option<Timestamp>) -> Result<Option<OffsetDateTime>, GatewayError> {
    let Some(Timestamp { seconds, nanos }) = sent else { return Ok(None) };
    let whole = OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| GatewayError::Contract("a time"))?;
    Ok(Some(whole + Duration::nanoseconds(i64::from(nanos))))
}

/// A JSON document that is passed on as it came.
pub fn raw(sent: &[u8], name: &'static str) -> Result<Box<RawValue>, GatewayError> {
    serde_json::from_slice(sent).map_err(|_| GatewayError::Contract(name))
}

/// The same for one that may be absent.
pub fn maybe_raw(sent: Option<&Vec<u8>>, name: &'static str) -> Result<Option<Box<RawValue>>, GatewayError> {
    sent.map(|sent| raw(sent, name)).transpose()
}

/// An answer that is a service's document, byte for byte.
pub fn document(mut answer: actix_web::HttpResponseBuilder, bytes: Vec<u8>) -> actix_web::HttpResponse {
    answer.content_type("application/json").body(Bytes::from(bytes))
}

/// A text that is absent when empty.
pub fn filled(text: String) -> Option<String> {
    if text.is_empty() { None } else { Some(text) }
}
