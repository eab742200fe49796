use std::{net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// A TCP proxy that can be cut or paused: what lies behind it seems to be gone, or hung.
pub struct Proxy {
    address: SocketAddr,
    line: Arc<watch::Sender<Line>>,
    accepting: JoinHandle<()>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Open,
    Paused,
    Cut,
}

impl Proxy {
    /// Forwards a port of its own to `target` (host:port).
    pub async fn to(target: impl Into<String>) -> Self {
        let target = target.into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let line = Arc::new(watch::Sender::new(Line::Open));
        let gate = line.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let mut state = gate.subscribe();
                if *state.borrow() != Line::Cut {
                    let (target, gate) = (target.clone(), gate.subscribe());
                    tokio::spawn(async move {
                        tokio::select! {
                            () = forward(client, target, gate) => {}
                            _ = state.wait_for(|line| *line == Line::Cut) => {}
                        }
                    });
                }
            }
        });
        Self { address, line, accepting }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends every connection and refuses new ones.
    pub fn cut(&self) {
        self.line.send_replace(Line::Cut);
    }

    /// Keeps every connection and takes new ones, but lets nothing through.
    pub fn pause(&self) {
        self.line.send_replace(Line::Paused);
    }

    /// Lets everything through again, what was held back included.
    pub fn restore(&self) {
        self.line.send_replace(Line::Open);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
        self.accepting.abort();
    }
}

async fn forward(client: TcpStream, target: String, line: watch::Receiver<Line>) {
    if let Ok(server) = TcpStream::connect(target).await {
        let (from_client, to_client) = client.into_split();
        let (from_server, to_server) = server.into_split();
        tokio::join!(copy(from_client, to_server, line.clone()), copy(from_server, to_client, line));
    }
}

/// Either side may hang up at any time; the other is told.
async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut line: watch::Receiver<Line>) {
    let mut held = vec![0; 16 << 10];
    while let Ok(length @ 1..) = from.read(&mut held).await {
        let through = line.wait_for(|line| *line != Line::Paused).await.is_ok();
        if !through || to.write_all(&held[..length]).await.is_err() {
            return;
        }
    }
    let _ = to.shutdown().await;
}
