use actix_web::HttpResponse;

/// The two functions of the provider's script: `transact` and `closePage`.
const SCRIPT: &str = include_str!("checkout.js");

pub async fn serve() -> HttpResponse {
    HttpResponse::Ok().content_type("text/javascript; charset=utf-8").body(SCRIPT)
}
