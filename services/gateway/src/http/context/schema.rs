use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, ETAG},
    web::Data,
};
use sha2::{Digest as _, Sha256};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{Answer, documents::JsonSchema, door, preconditions},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_business_context_schema);
}

/// The JSON Schema of a business context
///
/// Of the document with every answer that finalize gives, schema version 2.0.
#[utoipa::path(
    tag = "Context",
    params(("If-None-Match" = Option<String>, Header, description = "Entity tag of the schema at hand")),
    responses(
        (status = 200, description = "The schema (JSON Schema 2020-12)", body = JsonSchema,
            content_type = "application/schema+json", headers(("ETag" = String))),
        (status = 304, description = "As at hand"),
    ),
)]
#[get("/api/schemas/business-context-2.0.json")]
async fn get_business_context_schema(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    door::visitor(&gateway, &request, Row::PublicRead).await?;
    let schema = contracts::BUSINESS_CONTEXT_SCHEMA;
    let etag = format!("\"{}\"", &hex::encode(Sha256::digest(schema))[..16]);
    let known = preconditions::has(&request, &etag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, "public, max-age=3600"));
    Ok(if known { answer.finish() } else { answer.content_type("application/schema+json").body(schema) })
}
