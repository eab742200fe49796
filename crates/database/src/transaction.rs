use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection as _, pooled_connection::deadpool::Object};
use tokio::runtime::Handle;

use crate::{Conn, Error};

/// An open transaction with the settings of one [`crate::Scope`].
///
/// Dropped without [`Tx::commit`], it is rolled back before anybody else gets the connection; a connection that cannot be
/// rolled back is closed.
pub struct Tx {
    /// Taken only by commit and drop.
    connection: Option<Object<AsyncPgConnection>>,
    home: Handle,
}

impl Tx {
    pub(crate) fn new(connection: Object<AsyncPgConnection>, home: Handle) -> Self {
        Self { connection: Some(connection), home }
    }

    /// Closes the connection.
    pub(crate) fn discard(mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Object::take(connection));
        }
    }

    /// Makes the work durable.
    ///
    /// # Errors
    /// When Postgres did not say that it is; the caller must not acknowledge anything then.
    pub async fn commit(mut self) -> Result<(), Error> {
        // COMMIT alone ends a failed transaction without an error; a SELECT in front of it does not.
        self.batch_execute("SELECT 1;COMMIT").await?;
        self.connection = None;
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        let Some(connection) = &self.connection else {
            unreachable!("only commit and drop take the connection")
        };
        connection
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        let Some(connection) = &mut self.connection else {
            unreachable!("only commit and drop take the connection")
        };
        connection
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home.spawn(roll_back(connection));
        }
    }
}

/// A connection that does not answer in this time is closed instead.
const PATIENCE: Duration = Duration::from_secs(5);

async fn roll_back(mut connection: Object<AsyncPgConnection>) {
    let rolled_back = tokio::time::timeout(PATIENCE, connection.batch_execute("ROLLBACK")).await;
    if !matches!(rolled_back, Ok(Ok(()))) {
        drop(Object::take(connection));
    }
}
