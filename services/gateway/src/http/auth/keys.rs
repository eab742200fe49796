use actix_web::{HttpRequest, HttpResponse, get, http::header::CACHE_CONTROL, web::Data};
use contracts::auth::v1::GetJwksRequest;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{Answer, documents::KeySet, door},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_keys);
}

/// Public keys of access tokens (RFC 7517)
#[utoipa::path(
    tag = "Accounts",
    responses((status = 200, description = "The current key first", body = KeySet, content_type = "application/jwk-set+json")),
)]
#[get("/api/v1/auth/.well-known/jwks.json")]
async fn get_keys(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicRead).await?;
    let auth = &gateway.services.auth;
    let keys = auth
        .read(&visitor, GetJwksRequest {}, async |mut auth, request| auth.get_jwks(request).await)
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .content_type("application/jwk-set+json")
        .body(keys.jwks))
}
