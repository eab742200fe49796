use std::net::SocketAddr;

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, ResponseError as _,
    dev::ServerHandle,
    web::{self, Bytes, Data},
};
use contracts::payments::v1::{IngestWebhookRequest, payments_service_client::PaymentsServiceClient};
use principal::{Origin, Outgoing, ServiceName};
use problem::Problem;
use serde_json::json;
use testkit::Serving;
use tonic::transport::Channel;

/// The gateway's part of a webhook: HTTP in, the raw request on to the service.
pub struct Doorway {
    address: SocketAddr,
    server: ServerHandle,
}

#[derive(Clone)]
struct Way {
    client: PaymentsServiceClient<Channel>,
    outgoing: Outgoing,
}

impl Doorway {
    pub async fn open(serving: &Serving, outgoing: Outgoing) -> Self {
        let way = Way { client: PaymentsServiceClient::new(serving.channel()), outgoing };
        let server = HttpServer::new(move || {
            App::new()
                .app_data(Data::new(way.clone()))
                .app_data(web::PayloadConfig::new(4 << 20))
                .route("/webhook", web::post().to(pass_on))
        });
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        Self { address, server: handle }
    }

    pub fn webhook_url(&self) -> String {
        format!("http://{}/webhook", self.address)
    }
}

impl Drop for Doorway {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

async fn pass_on(request: HttpRequest, body: Bytes, way: Data<Way>) -> HttpResponse {
    let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let message = IngestWebhookRequest {
        authorization: header.map(str::to_owned),
        body: body.to_vec(),
        ip: request.peer_addr().unwrap().ip().to_string(),
    };
    let call = way.outgoing.service(ServiceName::Payments, message, &Origin::own());
    match way.client.clone().ingest_webhook(call).await {
        Ok(_) => HttpResponse::Ok().json(json!({ "received": true })),
        Err(status) => Problem::from(status).error_response(),
    }
}
