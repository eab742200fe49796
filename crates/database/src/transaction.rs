use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use diesel::{OptionalExtension as _, QueryableByName, pg::Pg};
use diesel_async::{
    AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection as _, pooled_connection::deadpool::Object,
};
use futures::join;
use tokio::runtime::Handle;

use crate::{Conn, Error, Statement, sql};

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

    /// Runs one more statement and makes the work durable, in one round trip. The statement's row, if it has one, counts only
    /// once this returns it: a statement that finds nothing is committed with what came before it.
    ///
    /// # Errors
    /// When a statement failed or Postgres did not say that the work is durable; the caller must not acknowledge anything then.
    pub async fn commit_with<T>(mut self, last: Statement<'_>) -> Result<Option<T>, Error>
    where
        T: QueryableByName<Pg> + Send + 'static,
    {
        let (answer, committed) = {
            let (mut conn, mut behind): (&Conn, &Conn) = (&self, &self);
            // What is polled first is sent first. COMMIT is prepared as well: should the statement have to be prepared before it
            // can be sent, COMMIT waits for the same lock. On a failed transaction COMMIT is no error, but the statement was one.
            join!(last.get_result::<T>(&mut conn), sql("COMMIT").execute(&mut behind))
        };
        let answer = answer.optional()?;
        committed?;
        self.connection = None;
        Ok(answer)
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
