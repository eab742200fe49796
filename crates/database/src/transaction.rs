use std::ops::{Deref, DerefMut};

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
    pub(crate) fn new(connection: Object<AsyncPgConnection>) -> Self {
        Self { connection: Some(connection), home: Handle::current() }
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

async fn roll_back(mut connection: Object<AsyncPgConnection>) {
    if connection.batch_execute("ROLLBACK").await.is_err() {
        drop(Object::take(connection));
    }
}
