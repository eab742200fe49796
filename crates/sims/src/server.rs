//! A running HTTP server that ends with its owner.

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

use actix_web::dev::{Server, ServerHandle};
use tokio::task::JoinHandle;

/// Binds before the server exists, so that its own address can be built into what it answers.
pub fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

pub struct Running {
    handle: ServerHandle,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    pub fn spawn(server: Server) -> Self {
        Self { handle: server.handle(), task: tokio::spawn(server) }
    }

    /// At once: requests under way are cut.
    pub async fn stop(&mut self) {
        self.handle.stop(false).await;
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
