use std::{
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, http::StatusCode, web, web::Bytes,
    web::Data,
};
use serde_json::Value;

use crate::harness::eventually;

/// Takes webhooks and remembers them in the order of their arrival.
pub struct Merchant {
    url: String,
    desk: Data<Desk>,
    server: ServerHandle,
}

struct Desk {
    status: AtomicU16,
    taken: Mutex<Vec<Hook>>,
}

#[derive(Clone)]
pub struct Hook {
    pub authorization: Option<String>,
    pub body: Value,
}

impl Merchant {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let desk = Data::from(Arc::new(Desk { status: AtomicU16::new(200), taken: Mutex::default() }));
        let shared = desk.clone();
        let server =
            HttpServer::new(move || App::new().app_data(shared.clone()).route("/hook", web::post().to(take)))
                .workers(1)
                .disable_signals()
                .listen(listener)
                .unwrap()
                .run();
        let handle = server.handle();
        tokio::spawn(server);
        Self { url, desk, server: handle }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// From now on every webhook is answered so.
    pub fn answer_with(&self, status: u16) {
        self.desk.status.store(status, Ordering::SeqCst);
    }

    pub fn hooks(&self) -> Vec<Hook> {
        self.desk.taken.lock().unwrap().clone()
    }

    /// The events of all hooks so far.
    pub fn events(&self) -> Vec<String> {
        self.hooks().iter().map(|hook| hook.body["event"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Waits until at least so many have come.
    pub async fn wait_for(&self, count: usize) -> Vec<Hook> {
        eventually(&format!("{count} webhooks"), || async {
            let hooks = self.hooks();
            (hooks.len() >= count).then_some(hooks)
        })
        .await
    }
}

impl Drop for Merchant {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

async fn take(desk: Data<Desk>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let authorization =
        request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
    let body = serde_json::from_slice(&body).unwrap_or_default();
    desk.taken.lock().unwrap().push(Hook { authorization, body });
    HttpResponse::build(StatusCode::from_u16(desk.status.load(Ordering::SeqCst)).unwrap()).finish()
}
