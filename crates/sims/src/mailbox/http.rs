use std::sync::Arc;

use actix_web::{
    HttpResponse, error::InternalError, web, web::Data, web::Json, web::JsonConfig, web::Path, web::Query,
};
use serde::Deserialize;
use serde_json::json;

use super::{
    faults::Fault,
    message::{Message, Summary},
    page,
    room::Room,
};

#[derive(Deserialize)]
struct Filter {
    to: Option<String>,
}

pub fn routes(config: &mut web::ServiceConfig) {
    let json = JsonConfig::default().error_handler(|error, _| {
        let body = json!({"error": error.to_string()});
        InternalError::from_response(error, HttpResponse::BadRequest().json(body)).into()
    });
    config
        .app_data(json)
        .route("/", web::get().to(overview))
        .route("/healthz", web::get().to(|| async { HttpResponse::Ok().json("ok") }))
        .route("/messages", web::get().to(list))
        .route("/messages", web::delete().to(clear))
        .route("/messages/{id}", web::get().to(show))
        .route("/messages/{id}/raw", web::get().to(raw))
        .route("/messages/{id}/view", web::get().to(view))
        .route("/faults", web::get().to(faults))
        .route("/faults", web::put().to(set_faults));
}

async fn list(room: Data<Room>, filter: Query<Filter>) -> Json<Vec<Summary>> {
    let messages = room.list(filter.to.as_deref()).await;
    Json(messages.iter().map(|message| message.summary.clone()).collect())
}

async fn show(room: Data<Room>, id: Path<u64>) -> HttpResponse {
    match room.find(*id).await {
        Some(kept) => HttpResponse::Ok().json(Message::clone(&kept.message)),
        None => not_found(),
    }
}

async fn raw(room: Data<Room>, id: Path<u64>) -> HttpResponse {
    match room.find(*id).await {
        Some(kept) => HttpResponse::Ok().content_type("message/rfc822").body(kept.raw.to_vec()),
        None => not_found(),
    }
}

async fn clear(room: Data<Room>) -> HttpResponse {
    match room.clear().await {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(error) => HttpResponse::InternalServerError().json(json!({"error": error.to_string()})),
    }
}

async fn overview(room: Data<Room>, filter: Query<Filter>) -> HttpResponse {
    let messages: Vec<Arc<Message>> = room.list(filter.to.as_deref()).await;
    html(page::list(&messages, filter.to.as_deref()))
}

async fn view(room: Data<Room>, id: Path<u64>) -> HttpResponse {
    match room.find(*id).await {
        Some(kept) => html(page::message(&kept.message)),
        None => not_found(),
    }
}

async fn faults(room: Data<Room>) -> Json<Vec<Fault>> {
    Json(room.faults().await)
}

async fn set_faults(room: Data<Room>, faults: Json<Vec<Fault>>) -> Json<Vec<Fault>> {
    room.set_faults(faults.into_inner()).await;
    Json(room.faults().await)
}

fn html(markup: maud::Markup) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(markup.into_string())
}

fn not_found() -> HttpResponse {
    HttpResponse::NotFound().json(json!({"error": "there is no such message"}))
}
