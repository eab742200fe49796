//! A TCP line to something, which breaks on demand.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// A TCP proxy that can be cut, paused, slowed or deafened: what lies behind it seems to be gone, hung or far away.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    line: Arc<watch::Sender<Line>>,
    accepting: JoinHandle<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Open,
    Slow(Duration),
    Paused,
    Deaf,
    Cut,
}

impl Proxy {
    /// Forwards a port of its own to `target` (host:port).
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn to(target: impl Into<String>) -> io::Result<Self> {
        Self::on(TcpListener::bind("127.0.0.1:0").await?, target)
    }

    /// Forwards what `listener` takes to `target` (host:port).
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn on(listener: TcpListener, target: impl Into<String>) -> io::Result<Self> {
        let target = target.into();
        let address = listener.local_addr()?;
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
        Ok(Self { address, line, accepting })
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

    /// Lets everything through, each piece this much later.
    pub fn slow(&self, by: Duration) {
        self.line.send_replace(Line::Slow(by));
    }

    /// Lets everything through to the target and nothing back; a connection that lost an answer ends when the line is
    /// restored.
    pub fn deafen(&self) {
        self.line.send_replace(Line::Deaf);
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

/// Listeners at these ports, all on one loopback address that nobody else uses: for proxies to servers that name one another by
/// port alone, as nodes of a Redis Cluster may. Whoever came by the proxy of one goes on to those of the others.
///
/// # Errors
/// When the ports are free on none of some hundred addresses.
pub async fn listen_beside(ports: &[u16]) -> io::Result<Vec<TcpListener>> {
    let mut tries = 0..100;
    loop {
        let host = Ipv4Addr::new(127, rand::random_range(1..255), rand::random(), rand::random_range(1..255));
        let mut listeners = Vec::new();
        for port in ports {
            listeners.push(TcpListener::bind((host, *port)).await);
        }
        match listeners.into_iter().collect() {
            Err(_) if tries.next().is_some() => {}
            decided => return decided,
        }
    }
}

async fn forward(client: TcpStream, target: String, line: watch::Receiver<Line>) {
    let Ok(server) = TcpStream::connect(target).await else { return };
    // a piece must not wait here for the next one
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let there = copy(from_client, to_server, (line.clone(), Way::There));
    let back = copy(from_server, to_client, (line, Way::Back));
    let _ = tokio::try_join!(there, back);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

/// Nothing more can come of the connection.
struct Broken;

/// Either side may hang up at any time; the other is told.
async fn copy(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    (mut line, way): (watch::Receiver<Line>, Way),
) -> Result<(), Broken> {
    let mut held = vec![0; 16 << 10];
    while let Ok(length @ 1..) = from.read(&mut held).await {
        pass(&mut line, way).await?;
        to.write_all(&held[..length]).await.map_err(|_| Broken)?;
    }
    let _ = to.shutdown().await;
    Ok(())
}

/// Waits as long as the line holds a piece back.
async fn pass(line: &mut watch::Receiver<Line>, way: Way) -> Result<(), Broken> {
    let now = *line.wait_for(|line| *line != Line::Paused).await.map_err(|_| Broken)?;
    match (now, way) {
        (Line::Slow(by), _) => tokio::time::sleep(by).await,
        (Line::Deaf, Way::Back) => {
            let _ = line.wait_for(|line| *line != Line::Deaf).await;
            return Err(Broken);
        }
        (Line::Deaf, Way::There) | (Line::Open | Line::Paused | Line::Cut, _) => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Says everything back.
    async fn echo() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = client.split();
                    tokio::io::copy(&mut from, &mut to).await
                });
            }
        });
        address
    }

    async fn heard(client: &mut TcpStream, word: &[u8; 4]) -> io::Result<bool> {
        client.write_all(word).await?;
        let mut said = [0; 4];
        client.read_exact(&mut said).await?;
        Ok(&said == word)
    }

    #[tokio::test]
    async fn a_slow_line_is_late_and_whole() {
        let line = Proxy::to(echo().await).await.unwrap();
        let mut client = TcpStream::connect(line.address()).await.unwrap();
        line.slow(Duration::from_millis(50));
        let since = Instant::now();
        assert!(heard(&mut client, b"ping").await.unwrap());
        assert!(since.elapsed() >= Duration::from_millis(100), "{:?}", since.elapsed());
    }

    #[tokio::test]
    async fn a_paused_line_holds_back_and_a_cut_one_ends() {
        let line = Proxy::to(echo().await).await.unwrap();
        let mut client = TcpStream::connect(line.address()).await.unwrap();
        line.pause();
        assert!(tokio::time::timeout(Duration::from_millis(50), heard(&mut client, b"ping")).await.is_err());
        line.restore();
        let mut said = [0; 4];
        client.read_exact(&mut said).await.unwrap();
        assert_eq!(&said, b"ping");
        line.cut();
        assert!(!heard(&mut client, b"pong").await.unwrap_or(false));
    }

    #[tokio::test]
    async fn a_deaf_line_delivers_the_question_and_ends_without_the_answer() {
        let line = Proxy::to(echo().await).await.unwrap();
        let mut client = TcpStream::connect(line.address()).await.unwrap();
        assert!(heard(&mut client, b"ping").await.unwrap());
        line.deafen();
        assert!(tokio::time::timeout(Duration::from_millis(50), heard(&mut client, b"pong")).await.is_err());
        line.restore();
        let mut rest = Vec::new();
        let _ = client.read_to_end(&mut rest).await;
        assert!(rest.is_empty(), "{rest:?}");
        let mut again = TcpStream::connect(line.address()).await.unwrap();
        assert!(heard(&mut again, b"ping").await.unwrap());
    }
}
