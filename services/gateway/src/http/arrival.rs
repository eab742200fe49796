//! The outermost layer: what a request is called, where it came from, and which operation it means.

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, Uri,
        header::{HeaderMap, USER_AGENT},
        uri::PathAndQuery,
    },
    middleware::Next,
    web::Data,
};
use principal::Origin;
use telemetry::{REQUEST_ID, RequestId};

use super::{aliases, client_address};
use crate::context::Gateway;

/// What the client sent before aliases were resolved.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub method: Method,
    /// Bytes of the request line and headers, about.
    pub head_bytes: usize,
}

impl Arrival {
    /// Whether the request may change something.
    pub fn writes(&self) -> bool {
        !matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }
}

/// Notes origin and arrival in the request, and turns aliases into what they stand for.
pub async fn arrive(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let gateway = request.app_data::<Data<Gateway>>();
    let origin = Origin {
        request_id: request_id(request.headers()).unwrap_or_else(|| uuid::Uuid::now_v7().to_string()),
        ip: gateway
            .and_then(|gateway| client_address::of(&request, &gateway.trusted_proxies))
            .map(|address| address.to_string()),
        user_agent: request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).map(shortened),
        deadline: None,
    };
    let arrival = Arrival { method: request.method().clone(), head_bytes: head_bytes(&request) };
    request.extensions_mut().insert(RequestId(origin.request_id.clone()));
    request.extensions_mut().insert(origin);
    request.extensions_mut().insert(arrival);
    if let Some((method, path)) = aliases::resolve(request.method(), request.path()) {
        redirect(&mut request, method, &path);
    }
    // What answers GET answers HEAD; the server leaves out the body by itself.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

/// The client's own id, when it is one.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    ((8..=64).contains(&id.len()) && id.bytes().all(word)).then(|| id.to_owned())
}

const AGENT_CHARACTERS: usize = 512;

fn shortened(agent: &str) -> String {
    agent.chars().take(AGENT_CHARACTERS).collect()
}

fn head_bytes(request: &ServiceRequest) -> usize {
    let line = request.method().as_str().len() + request.uri().to_string().len() + "  HTTP/1.1\r\n".len();
    let headers =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    line + headers.sum::<usize>() + "\r\n".len()
}

fn redirect(request: &mut ServiceRequest, method: Method, path: &str) {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = request.uri().clone().into_parts();
    let Ok(path_and_query) = PathAndQuery::try_from(format!("{path}{query}")) else { return };
    parts.path_and_query = Some(path_and_query);
    let Ok(uri) = Uri::from_parts(parts) else { return };
    request.match_info_mut().get_mut().update(&uri);
    let head = request.head_mut();
    head.uri = uri;
    head.method = method;
}
