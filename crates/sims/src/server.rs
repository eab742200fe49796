//! A running HTTP server that ends with its owner.

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

use actix_web::dev::{Extensions, Server, ServerHandle};
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

/// Binds before the server exists, so that its own address can be built into what it answers.
pub fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// The connections of a server. One that stops at once does not wait for its workers, and until they are gone they go on
/// answering on connections that are open.
#[derive(Clone, Default)]
pub struct Connections(TaskTracker);

impl Connections {
    /// Counts one for as long as its data lives.
    pub fn count(&self, data: &mut Extensions) {
        data.insert(self.0.token());
    }

    async fn are_gone(&self) {
        self.0.close();
        self.0.wait().await;
    }
}

pub struct Running {
    handle: ServerHandle,
    task: JoinHandle<io::Result<()>>,
    connections: Connections,
}

impl Running {
    pub fn spawn(server: Server, connections: Connections) -> Self {
        Self { handle: server.handle(), task: tokio::spawn(server), connections }
    }

    /// At once: requests under way are cut, and nothing is answered after it.
    pub async fn stop(&mut self) {
        self.handle.stop(false).await;
        self.connections.are_gone().await;
        if let Ok(Err(error)) = (&mut self.task).await {
            tracing::warn!(%error, "the server ended with an error");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The command is sent when the future is made; waiting for it is what a drop cannot do.
        drop(self.handle.stop(false));
    }
}
