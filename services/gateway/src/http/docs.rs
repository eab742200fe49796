//! The API's description as a document and as a page to browse. The page's files come from this binary.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG, LOCATION},
    web::{self, Bytes, Data},
};
use problem::{Kind, Problem, Refusal};
use sha2::{Digest as _, Sha256};
use utoipa_swagger_ui::Config;

use super::{Answer, preconditions};
use crate::error::GatewayError;

/// The description as it is served.
pub struct Description {
    json: Bytes,
    etag: String,
    page: Arc<Config<'static>>,
}

/// The page styles itself inline; everything else comes from here.
const PAGE_CONTENT: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

impl Description {
    pub fn new(json: String) -> Self {
        let etag = format!("\"{}\"", &hex::encode(Sha256::digest(&json))[..16]);
        let page = Config::from("/api/openapi.json").try_it_out_enabled(true).with_credentials(true);
        Self { json: Bytes::from(json), etag, page: Arc::new(page) }
    }
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/api/openapi.json", web::get().to(document))
        .route("/api/docs", web::get().to(to_page))
        .route("/api/docs/{file:.*}", web::get().to(file));
}

async fn document(description: Data<Description>, request: HttpRequest) -> HttpResponse {
    let known = preconditions::has(&request, &description.etag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, description.etag.clone())).insert_header((CACHE_CONTROL, "no-cache"));
    if known {
        answer.finish()
    } else {
        answer.content_type("application/json").body(description.json.clone())
    }
}

async fn to_page() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/api/docs/")).finish()
}

async fn file(description: Data<Description>, request: HttpRequest) -> Answer {
    let name = request.match_info().get("file").unwrap_or_default();
    let found = utoipa_swagger_ui::serve(name, description.page.clone())
        .map_err(|error| Problem::new(&Refusal::new(Kind::Internal, error.to_string())))?;
    let file = found.ok_or(GatewayError::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_SECURITY_POLICY, PAGE_CONTENT)).insert_header((CACHE_CONTROL, "no-cache"));
    if file.gzpipped {
        answer.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(answer.content_type(file.content_type).body(file.bytes.into_owned()))
}
