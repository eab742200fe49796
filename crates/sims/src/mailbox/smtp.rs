use std::{net::SocketAddr, sync::Arc, time::Duration};

use smtp_proto::{
    Error,
    request::receiver::{DataReceiver, DummyDataReceiver, RequestReceiver},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    room::Room,
    session::{Session, Step},
};

const IDLE: Duration = Duration::from_secs(300);

/// Takes connections until it is told to stop; each is a task of its own.
pub async fn listen(
    listener: TcpListener,
    room: Arc<Room>,
    max_size: usize,
    tasks: TaskTracker,
    stop: CancellationToken,
) {
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((stream, peer)) => {
                let (session, stop) = (Session::new(Arc::clone(&room), max_size), stop.clone());
                tasks.spawn(async move {
                    stop.run_until_cancelled(converse(stream, peer, session)).await;
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn converse(stream: TcpStream, peer: SocketAddr, session: Session) {
    if let Err(error) = (Conversation { stream, session, reading: Reading::commands() }).run().await {
        tracing::debug!(%error, %peer, "a conversation broke off");
    }
}

/// What the next bytes are.
enum Reading {
    Commands(RequestReceiver),
    Message {
        receiver: DataReceiver,
        bytes: Vec<u8>,
    },
    /// A message over the limit is read to its end, so that the refusal is read too.
    TooLarge(DummyDataReceiver),
}

impl Reading {
    fn commands() -> Self {
        Self::Commands(RequestReceiver::default())
    }

    fn message() -> Self {
        let mut receiver = DataReceiver::new();
        // The end mark may be the very first line: as if the line before it had ended.
        receiver.ingest(&mut b"\r\n".iter(), &mut Vec::new());
        Self::Message { receiver, bytes: Vec::new() }
    }
}

struct Conversation {
    stream: TcpStream,
    session: Session,
    reading: Reading,
}

impl Conversation {
    async fn run(mut self) -> std::io::Result<()> {
        let mut step = self.session.greet().await;
        let mut buffer = vec![0; 16 * 1024];
        loop {
            self.stream.write_all(&self.session.take_replies()).await?;
            if step == Step::Close {
                return self.stream.shutdown().await;
            }
            let Ok(read) = timeout(IDLE, self.stream.read(&mut buffer)).await else {
                return self.stream.write_all(b"421 idle for too long\r\n").await;
            };
            match read? {
                0 => return Ok(()),
                length => step = self.take_in(&buffer[..length]).await,
            }
        }
    }

    /// Everything that has come, so that pipelined commands are answered together.
    async fn take_in(&mut self, bytes: &[u8]) -> Step {
        let mut bytes = bytes.iter();
        loop {
            let step = match &mut self.reading {
                Reading::Commands(receiver) => match receiver.ingest(&mut bytes) {
                    Ok(request) => self.session.obey(request).await,
                    Err(Error::NeedsMoreData { .. }) => return Step::Command,
                    Err(error) => self.session.misunderstand(&error),
                },
                Reading::Message { receiver, bytes: message } => {
                    let ended = receiver.ingest(&mut bytes, message);
                    if message.len() > self.session.max_size() {
                        if ended {
                            self.session.refuse_size()
                        } else {
                            self.reading = Reading::TooLarge(DummyDataReceiver::new_data(receiver));
                            continue;
                        }
                    } else if ended {
                        let message = std::mem::take(message);
                        self.session.receive(message).await
                    } else {
                        return Step::Message;
                    }
                }
                Reading::TooLarge(receiver) => {
                    if !receiver.ingest(&mut bytes) {
                        return Step::Message;
                    }
                    self.session.refuse_size()
                }
            };
            match (step, &self.reading) {
                (Step::Close, _) => return Step::Close,
                (Step::Message, _) => self.reading = Reading::message(),
                (Step::Command, Reading::Commands(_)) => {}
                (Step::Command, Reading::Message { .. } | Reading::TooLarge(_)) => {
                    self.reading = Reading::commands();
                }
            }
        }
    }
}
