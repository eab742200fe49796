use std::collections::HashMap;

use actix_web::{HttpResponse, web::Bytes, web::Data};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::WireError;
use crate::phonepe::{ids, simulator::Simulator, world::World};

pub async fn issue(sim: Data<Simulator>, body: Bytes) -> Result<HttpResponse, WireError> {
    let form: HashMap<_, _> = url::form_urlencoded::parse(&body).collect();
    let field = |name: &str| form.get(name).map(AsRef::as_ref).ok_or_else(WireError::bad_request);
    let (id, secret) = (field("client_id")?, field("client_secret")?);
    let version_is_number = field("client_version")?.parse::<u32>().is_ok();
    if field("grant_type")? != "client_credentials" || !version_is_number {
        return Err(WireError::bad_request());
    }
    if id != sim.settings.client_id || secret != sim.settings.client_secret.expose_secret() {
        return Err(WireError::client(sim.read(|world| world.rules.refused_client)));
    }
    let token = sim.change(World::issue_token);
    Ok(HttpResponse::Ok().json(json!({
        "access_token": token.text,
        "encrypted_access_token": ids::token(token.expires_at, json!({})),
        "expires_in": Value::Null,
        "issued_at": token.issued_at.unix_timestamp(),
        "expires_at": token.expires_at.unix_timestamp(),
        "session_expires_at": token.expires_at.unix_timestamp(),
        "token_type": "O-Bearer",
    })))
}
