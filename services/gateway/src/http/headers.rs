//! Headers of every answer: request id, security, caching, limits.

use actix_web::{
    HttpMessage as _,
    body::BoxBody,
    dev::ServiceResponse,
    http::{
        StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
            STRICT_TRANSPORT_SECURITY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
        },
    },
};

use crate::limits::Standing;

/// What the limits said about a request; lies in its extensions.
#[derive(Debug, Default)]
pub struct Standings(pub Vec<Standing>);

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const REQUEST_ID: HeaderName = HeaderName::from_static(telemetry::REQUEST_ID);

/// Nothing of an API answer is ever run or shown in a frame.
const API_CONTENT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
);

/// Adds what the operation did not say itself.
pub fn dress(response: &mut ServiceResponse<BoxBody>, request_id: &str, https: bool) {
    let limits = limits(response);
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in limits.into_iter().flatten() {
        headers.insert(name, value);
    }
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if https {
        let forever = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, forever);
    }
    default(headers, CACHE_CONTROL, HeaderValue::from_static("no-store"));
    default(headers, CONTENT_SECURITY_POLICY, API_CONTENT);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.insert(
        PERMISSIONS,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    );
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
}

fn default(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

/// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers): `"api";q=100;w=60` and `"api";r=99;t=58`.
fn limits(response: &ServiceResponse<BoxBody>) -> Option<[(HeaderName, HeaderValue); 2]> {
    let extensions = response.request().extensions();
    let standings = &extensions.get::<Standings>().filter(|standings| !standings.0.is_empty())?.0;
    let policies = standings.iter().map(|standing| {
        let quota = standing.quota;
        format!("\"{}\";q={};w={}", quota.name, quota.requests, quota.window.as_secs())
    });
    let left = standings.iter().map(|standing| {
        let seconds = standing.reset.as_millis().div_ceil(1000);
        format!("\"{}\";r={};t={seconds}", standing.quota.name, standing.remaining())
    });
    let joined = |items: Vec<String>| HeaderValue::from_str(&items.join(", ")).ok();
    Some([(POLICY, joined(policies.collect())?), (LIMIT, joined(left.collect())?)])
}
