//! Request bodies: read within their limit, checked strictly, and told apart from wrong ones by pointer and code.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, TRANSFER_ENCODING},
    web::Payload,
};
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use problem::Violation;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::value::RawValue;
use utoipa::{
    PartialSchema,
    openapi::{RefOr, Schema, schema::Object},
};

use super::strict;
use crate::error::GatewayError;

/// Product 7.1.
const BODY_BYTES: usize = 1 << 20;
/// A client that sends slower than this is let go.
const PATIENCE: Duration = Duration::from_secs(30);

/// A JSON object that is passed on as it came.
pub struct RawObject(Box<RawValue>);

impl RawObject {
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.get().as_bytes().to_vec()
    }
}

impl<'de> Deserialize<'de> for RawObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('{') { Ok(Self(raw)) } else { Err(D::Error::custom("not an object")) }
    }
}

/// A parsed body.
pub struct Parsed<T> {
    pub value: T,
    /// Members that mean nothing here, by name.
    pub unknown: Vec<String>,
}

/// Reads a JSON object.
pub async fn json<T>(request: &HttpRequest, payload: Payload) -> Result<Parsed<T>, GatewayError>
where
    T: DeserializeOwned + PartialSchema,
{
    json_within(request, payload, BODY_BYTES).await
}

/// Reads a JSON object of at most so many bytes.
pub async fn json_within<T>(
    request: &HttpRequest,
    payload: Payload,
    limit: usize,
) -> Result<Parsed<T>, GatewayError>
where
    T: DeserializeOwned + PartialSchema,
{
    let bytes = bytes(request, payload, limit, GatewayError::TooLarge).await?;
    let text = document(request, &bytes, &["application/json"])?;
    let shape = shape_of::<T>();
    let members = members(&text)?;
    let missing: Vec<Violation> = shape
        .required
        .iter()
        .filter(|name| members.get(name.as_str()).is_none_or(|value| value.get() == "null"))
        .map(|name| Violation::new(format!("/{name}"), "REQUIRED", "must be given"))
        .collect();
    if !missing.is_empty() {
        return Err(GatewayError::Invalid(missing));
    }
    let unknown = members.into_keys().filter(|name| !shape.properties.contains_key(name)).collect();
    Ok(Parsed { value: typed(&text)?, unknown })
}

/// Reads a JSON merge patch (RFC 7396) that changes an object; its members are not looked at here.
pub async fn merge_patch(request: &HttpRequest, payload: Payload) -> Result<Bytes, GatewayError> {
    let bytes = bytes(request, payload, BODY_BYTES, GatewayError::TooLarge).await?;
    let text = document(request, &bytes, &["application/merge-patch+json", "application/json"])?;
    members(&text)?;
    Ok(Bytes::from(text.into_owned()))
}

/// Reads a body as it is, up to a limit.
pub async fn bytes(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
    over: fn(usize) -> GatewayError,
) -> Result<Bytes, GatewayError> {
    let whole = length(request.headers());
    if whole.is_some_and(|whole| whole > limit) {
        return Err(over(limit));
    }
    let reading = async {
        let mut body = BytesMut::new();
        while whole.is_none_or(|whole| body.len() < whole)
            && let Some(chunk) = payload.next().await
        {
            let chunk = chunk.map_err(|_| GatewayError::BadRequest("the body broke off"))?;
            if body.len() + chunk.len() > limit {
                return Err(over(limit));
            }
            body.extend_from_slice(&chunk);
        }
        body.truncate(whole.unwrap_or(limit));
        Ok(body.freeze())
    };
    let slow = Err(GatewayError::BadRequest("the body did not come in time"));
    tokio::time::timeout(PATIENCE, reading).await.unwrap_or(slow)
}

/// How long a body is, unless chunks tell (RFC 9112, section 6.3). The server would read the body of a request that asks
/// for another protocol until the connection ends.
fn length(headers: &HeaderMap) -> Option<usize> {
    if headers.contains_key(TRANSFER_ENCODING) {
        return None;
    }
    let told = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    Some(told.unwrap_or(0))
}

/// The body as JSON text that means one thing. No body at all counts as an empty object.
fn document<'a>(
    request: &HttpRequest,
    bytes: &'a [u8],
    types: &[&'static str],
) -> Result<Cow<'a, str>, GatewayError> {
    if bytes.is_empty() && !request.headers().contains_key(CONTENT_TYPE) {
        return Ok(Cow::Borrowed("{}"));
    }
    let plain = request.headers().get(CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    if !plain || !has_type(request, types) {
        return Err(GatewayError::MediaType(types[0]));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| GatewayError::Malformed("it is not UTF-8".to_owned()))?;
    strict::check(text)?;
    Ok(Cow::Borrowed(text))
}

fn has_type(request: &HttpRequest, types: &[&str]) -> bool {
    let Ok(Some(mime)) = request.mime_type() else { return false };
    let utf8 = mime.get_param("charset").is_none_or(|charset| charset.as_str().eq_ignore_ascii_case("utf-8"));
    utf8 && types.contains(&mime.essence_str())
}

fn members(text: &str) -> Result<BTreeMap<String, &RawValue>, GatewayError> {
    serde_json::from_str(text).map_err(|_| {
        GatewayError::Invalid(vec![Violation::new("", "WRONG_TYPE", "the body must be a JSON object")])
    })
}

/// Names of the members that a body may and must have, as the API's description says.
fn shape_of<T: PartialSchema>() -> Object {
    match T::schema() {
        RefOr::T(Schema::Object(object)) => object,
        RefOr::T(_) | RefOr::Ref(_) => Object::new(),
    }
}

fn typed<T: DeserializeOwned>(text: &str) -> Result<T, GatewayError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = error.path().iter().map(pointer_part).collect::<String>();
        let unknown_word = error.inner().to_string().starts_with("unknown variant");
        let (code, rule) = if unknown_word {
            ("NOT_IN_ENUM", "is none of the known words")
        } else {
            ("WRONG_TYPE", "has the wrong type")
        };
        GatewayError::Invalid(vec![Violation::new(pointer, code, rule)])
    })
}

fn pointer_part(segment: &serde_path_to_error::Segment) -> String {
    use serde_path_to_error::Segment;
    match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    }
}
