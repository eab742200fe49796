use std::{
    io,
    sync::{Arc, Weak},
    time::Duration,
};

use deadpool_redis::redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, ConnectionInfo, FromRedisValue, RedisError as Trouble,
    RedisResult, aio::MultiplexedConnection, cmd,
};
use tokio::{
    runtime::Handle,
    sync::watch,
    time::{sleep, timeout},
};

use super::{PATIENCE, RedisError, request::Request};

/// Pauses between two attempts to find a server that is away.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The connection to one server that all commands share. Once it is lost, commands fail at once and one task alone asks
/// whether the server is back, so that only those who found it gone have waited for it.
#[derive(Clone)]
pub struct Line(Arc<Inner>);

struct Inner {
    client: Client,
    state: watch::Sender<State>,
    /// The runtime that connections live on.
    home: Handle,
}

/// A connection and which one it is: a late failure of an older one says nothing about it.
#[derive(Clone)]
struct Connection {
    inner: MultiplexedConnection,
    number: u64,
}

#[derive(Clone)]
enum State {
    /// The very first attempt is under way and worth waiting for.
    Opening,
    Open(Connection),
    Away(Trouble),
}

impl Line {
    /// Opens it in the background.
    pub fn to(server: ConnectionInfo) -> RedisResult<Self> {
        Self::at_home(server, Handle::current())
    }

    /// The same from anywhere.
    pub fn at_home(server: ConnectionInfo, home: Handle) -> RedisResult<Self> {
        let (client, state) = (Client::open(server)?, watch::Sender::new(State::Opening));
        let line = Self(Arc::new(Inner { client, state, home }));
        line.0.home.spawn(find(Arc::downgrade(&line.0), 0));
        Ok(line)
    }

    /// Where the server is.
    pub fn server(&self) -> &ConnectionAddr {
        self.0.client.get_connection_info().addr()
    }

    /// Asks the server, unless it is known to be away.
    pub async fn ask<T: FromRedisValue>(&self, request: &Request, asking: bool) -> Result<T, RedisError> {
        let mut connection = self.connection().await?;
        let answer = request.send(&mut connection.inner, asking).await;
        answer.map_err(|trouble| {
            if trouble.is_io_error() || trouble.is_unrecoverable_error() {
                self.lost(&connection, &trouble);
            }
            trouble.into()
        })
    }

    /// The connection, or why there is none.
    async fn connection(&self) -> Result<Connection, RedisError> {
        let mut changes = self.0.state.subscribe();
        let attempted = changes.wait_for(|state| !matches!(state, State::Opening)).await;
        match attempted.as_deref() {
            Ok(State::Open(connection)) => Ok(connection.clone()),
            Ok(State::Away(trouble)) => Err(RedisError::Away(trouble.clone())),
            Ok(State::Opening) | Err(_) => unreachable!("the sender lives as long as self"),
        }
    }

    /// Lets go of a connection that is broken or silent, unless another has taken its place, and starts looking for the next.
    fn lost(&self, used: &Connection, trouble: &Trouble) {
        let lost = self.0.state.send_if_modified(|state| match state {
            State::Open(connection) if connection.number == used.number => {
                *state = State::Away(trouble.clone());
                true
            }
            State::Open(_) | State::Away(_) | State::Opening => false,
        });
        if lost {
            tracing::warn!(server = %self.server(), error = %trouble, "redis is away");
            self.0.home.spawn(find(Arc::downgrade(&self.0), used.number + 1));
        }
    }
}

/// Looks for the server until it answers or nobody has the line any more.
async fn find(line: Weak<Inner>, number: u64) {
    let mut pause = FIRST_PAUSE;
    while let Some(line) = line.upgrade().map(Line) {
        match attempt(&line.0.client).await {
            Ok(inner) => {
                let before = line.0.state.send_replace(State::Open(Connection { inner, number }));
                if matches!(before, State::Away(_)) {
                    tracing::info!(server = %line.server(), "redis answers again");
                }
                return;
            }
            Err(trouble) => {
                let before = line.0.state.send_replace(State::Away(trouble.clone()));
                if matches!(before, State::Opening) {
                    tracing::warn!(server = %line.server(), error = %trouble, "redis is away");
                }
            }
        }
        drop(line);
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// A connection over which the server has answered.
async fn attempt(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config =
        AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(Some(PATIENCE));
    let answered = timeout(PATIENCE, async {
        let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
        cmd("PING").query_async::<()>(&mut connection).await?;
        Ok(connection)
    });
    answered.await.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
}
