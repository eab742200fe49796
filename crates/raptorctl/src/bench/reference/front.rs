//! actix-web without middleware; a bare tonic client behind one of its routes.

use std::net::SocketAddr;

use actix_web::error::ErrorBadGateway;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Result;
use tonic::transport::{Channel, Endpoint};

use super::back;

pub async fn serve(listen: SocketAddr, back: String) -> Result<()> {
    let channel = Endpoint::from_shared(back)?.tcp_nodelay(true).connect_lazy();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(channel.clone()))
            .route("/bare", web::get().to(bare))
            .route("/hop", web::get().to(hop))
    });
    Ok(server.bind(listen)?.run().await?)
}

async fn bare() -> &'static str {
    "ok"
}

async fn hop(channel: Data<Channel>) -> actix_web::Result<HttpResponse> {
    let value = back::ask(channel.get_ref().clone()).await.map_err(ErrorBadGateway)?;
    Ok(HttpResponse::Ok().content_type("application/json").body(value))
}
