use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use actix_web::{App, HttpServer, web};
use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{http, inbox::Inbox, room::Room, smtp};
use crate::server::{self, Connections, Running};

/// Where the mail box listens and what it takes.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Port 0 takes a free one.
    pub smtp: SocketAddr,
    /// Port 0 takes a free one.
    pub http: SocketAddr,
    /// Mails are kept here and survive a restart.
    pub state: Option<PathBuf>,
    /// The largest mail in bytes.
    pub max_size: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { smtp: any, http: any, state: None, max_size: 10 * 1024 * 1024 }
    }
}

/// A running mail box; it ends when it is dropped.
pub struct MailBox {
    smtp: SocketAddr,
    http: SocketAddr,
    server: Running,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl MailBox {
    /// Binds, takes up the kept mails and serves.
    ///
    /// # Errors
    /// When an address is taken or the state file cannot be read.
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        let room = Arc::new(Room::open(settings.state.as_deref()).await?);
        let (listener, http) = server::bind(settings.http).context("the mail box cannot listen for HTTP")?;
        let post = TcpListener::bind(settings.smtp).await.context("the mail box cannot listen for SMTP")?;
        let smtp = post.local_addr()?;
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let data = web::Data::from(Arc::clone(&room));
        let connections = Connections::default();
        let open = connections.clone();
        let server = HttpServer::new(move || App::new().app_data(data.clone()).configure(http::routes))
            .workers(1)
            .disable_signals()
            .shutdown_timeout(1)
            .on_connect(move |_, data| open.count(data))
            .listen(listener)?
            .run();
        tasks.spawn(smtp::listen(post, room, settings.max_size, tasks.clone(), stop.clone()));
        Ok(Self { smtp, http, server: Running::spawn(server, connections), tasks, stop })
    }

    /// The address that takes mail.
    pub fn smtp(&self) -> SocketAddr {
        self.smtp
    }

    /// The same as a URL: `smtp://127.0.0.1:PORT`.
    pub fn smtp_url(&self) -> String {
        format!("smtp://{}", self.smtp)
    }

    /// The address to read at: `http://127.0.0.1:PORT`.
    pub fn http(&self) -> String {
        format!("http://{}", self.http)
    }

    /// A client that reads it.
    pub fn inbox(&self) -> Inbox {
        Inbox::new(self.http())
    }

    /// Stops at once: conversations under way are cut.
    pub async fn stop(mut self) {
        self.server.stop().await;
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

impl Drop for MailBox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
