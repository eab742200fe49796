use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::Context as _;

use super::{
    checkout,
    client::Control,
    connection, control,
    settings::Settings,
    simulator::Simulator,
    state_file, wire,
    world::{Account, World},
};
use crate::server::{self, Connections, Running};

const TICK: Duration = Duration::from_millis(200);
/// A burst of changes is written once.
const SAVE_DELAY: Duration = Duration::from_millis(50);
/// The share of the time that is spent on writing, at most, however much there is to write.
const SAVE_SHARE: u32 = 10;

/// A running PhonePe simulator; it ends when it is dropped.
pub struct PhonePe {
    sim: Arc<Simulator>,
    server: Running,
}

impl PhonePe {
    /// Binds, takes up the kept state and serves.
    ///
    /// # Errors
    /// When the address is taken or the state file cannot be read.
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        let saved = settings.state.as_deref().map(state_file::load).transpose()?.flatten();
        let (listener, address) = server::bind(settings.listen).context("the simulator cannot listen")?;
        let origin = settings.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
        let account =
            Account { merchant_id: settings.merchant_id.clone(), webhook_url: settings.webhook_url.clone() };
        let sim = Arc::new(Simulator::new(settings, origin, World::of(account, saved)));
        let data = web::Data::from(Arc::clone(&sim));
        let app = move || {
            App::new()
                .app_data(data.clone())
                .route("/healthz", web::get().to(|| async { HttpResponse::Ok().json("ok") }))
                .configure(wire::routes)
                .configure(checkout::routes)
                .configure(control::routes)
        };
        let connections = Connections::default();
        let open = connections.clone();
        let server = HttpServer::new(app)
            .workers(2)
            .disable_signals()
            .shutdown_timeout(1)
            .on_connect(move |connection, data| {
                open.count(data);
                connection::remember(connection, data);
            })
            .listen(listener)?
            .run();
        sim.tasks.spawn(tick(Arc::clone(&sim)));
        sim.tasks.spawn(keep(Arc::clone(&sim)));
        Ok(Self { sim, server: Running::spawn(server, connections) })
    }

    /// The base of every wire path, for tokens and payments alike.
    pub fn base(&self) -> String {
        format!("{}/apis/pg-sandbox", self.sim.origin)
    }

    /// The base of the control API.
    pub fn control_url(&self) -> String {
        format!("{}/control", self.sim.origin)
    }

    /// A client of the control API.
    pub fn control(&self) -> Control {
        Control::new(self.control_url())
    }

    /// The address of the script that opens the hosted page.
    pub fn script_url(&self) -> String {
        format!("{}{}", self.sim.origin, checkout::SCRIPT_PATH)
    }

    /// The merchant account it was started with.
    pub fn settings(&self) -> &Settings {
        &self.sim.settings
    }

    /// Stops at once and writes the state file a last time.
    pub async fn stop(mut self) {
        self.server.stop().await;
        self.sim.stop.cancel();
        self.sim.tasks.close();
        self.sim.tasks.wait().await;
    }
}

impl Drop for PhonePe {
    fn drop(&mut self) {
        self.sim.stop.cancel();
    }
}

/// Orders expire and refunds go on without anybody asking.
async fn tick(sim: Arc<Simulator>) {
    while sim.stop.run_until_cancelled(tokio::time::sleep(TICK)).await.is_some() {
        sim.read(|_| ());
    }
}

async fn keep(sim: Arc<Simulator>) {
    let Some(path) = sim.settings.state.clone() else { return };
    let mut delay = SAVE_DELAY;
    loop {
        let more = sim.stop.run_until_cancelled(sim.changed.notified()).await.is_some()
            && sim.stop.run_until_cancelled(tokio::time::sleep(delay)).await.is_some();
        let began = Instant::now();
        let saved = sim
            .snapshot()
            .map_err(anyhow::Error::from)
            .and_then(|bytes| Ok(state_file::save(&path, &bytes)?));
        if let Err(error) = saved {
            tracing::error!(%error, "the state file cannot be written");
        }
        if !more {
            return;
        }
        delay = SAVE_DELAY.max(began.elapsed() * SAVE_SHARE);
    }
}
