use std::{io, sync::Arc, time::Duration};

use deadpool_redis::redis::{
    AsyncConnectionConfig, Client, RedisError as Trouble, RedisResult, aio::MultiplexedConnection, cmd,
};
use tokio::{
    runtime::Handle,
    sync::watch,
    time::{sleep, timeout},
};

use super::{PATIENCE, RedisError};

/// Pauses between two attempts to find a Redis that is away.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The connection that all commands share. Once it is lost, commands fail at once and one task alone asks whether Redis
/// is back, so that only those who found it gone have waited for it.
#[derive(Clone)]
pub struct Line {
    client: Client,
    state: Arc<watch::Sender<State>>,
    /// The runtime that connections live on.
    home: Handle,
}

/// A connection and which one it is: a late failure of an older one says nothing about it.
#[derive(Clone)]
pub struct Connection {
    pub inner: MultiplexedConnection,
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
    pub fn open(client: Client) -> Self {
        let line =
            Self { client, state: Arc::new(watch::Sender::new(State::Opening)), home: Handle::current() };
        line.home.spawn(line.clone().find(0));
        line
    }

    /// The connection, or why there is none.
    pub async fn connection(&self) -> Result<Connection, RedisError> {
        let mut changes = self.state.subscribe();
        let attempted = changes.wait_for(|state| !matches!(state, State::Opening)).await;
        match attempted.as_deref() {
            Ok(State::Open(connection)) => Ok(connection.clone()),
            Ok(State::Away(trouble)) => Err(RedisError::Away(trouble.clone())),
            Ok(State::Opening) | Err(_) => unreachable!("the sender lives as long as self"),
        }
    }

    /// Passes an answer on, and lets go of a connection that is broken or silent.
    pub fn checked<T>(&self, used: &Connection, answer: RedisResult<T>) -> Result<T, RedisError> {
        answer.map_err(|trouble| {
            if trouble.is_io_error() || trouble.is_unrecoverable_error() {
                self.lost(used, &trouble);
            }
            trouble.into()
        })
    }

    /// Lets go of a connection, unless another has taken its place, and starts looking for the next.
    fn lost(&self, used: &Connection, trouble: &Trouble) {
        let lost = self.state.send_if_modified(|state| match state {
            State::Open(connection) if connection.number == used.number => {
                *state = State::Away(trouble.clone());
                true
            }
            State::Open(_) | State::Away(_) | State::Opening => false,
        });
        if lost {
            tracing::warn!(error = %trouble, "redis is away");
            self.home.spawn(self.clone().find(used.number + 1));
        }
    }

    async fn find(self, number: u64) {
        let mut pause = FIRST_PAUSE;
        loop {
            match self.attempt().await {
                Ok(inner) => {
                    let before = self.state.send_replace(State::Open(Connection { inner, number }));
                    if matches!(before, State::Away(_)) {
                        tracing::info!("redis answers again");
                    }
                    return;
                }
                Err(trouble) => {
                    let before = self.state.send_replace(State::Away(trouble.clone()));
                    if matches!(before, State::Opening) {
                        tracing::warn!(error = %trouble, "redis is away");
                    }
                }
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// A connection over which Redis has answered.
    async fn attempt(&self) -> RedisResult<MultiplexedConnection> {
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(Some(PATIENCE));
        let answered = timeout(PATIENCE, async {
            let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
            cmd("PING").query_async::<()>(&mut connection).await?;
            Ok(connection)
        });
        answered.await.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
    }
}
