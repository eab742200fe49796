use diesel::result::{DatabaseErrorKind, Error as Diesel};
use problem::{Failure, Kind};

/// Anything that Postgres or the way to it refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A statement failed.
    #[error("statement failed")]
    Statement(#[from] Diesel),
    /// No connection could be had.
    #[error("no database connection: {0}")]
    Connection(String),
    /// A stored value does not mean what the code expects.
    #[error("stored {what} is unreadable")]
    Unreadable {
        /// Table and column.
        what: &'static str,
        /// What is wrong with it.
        #[source]
        why: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another call took over what this one was doing.
    #[error("another call took over after the lease")]
    Overtaken,
    /// The address of a database is unusable.
    #[error("database address: {0}")]
    Address(String),
    /// A migration failed.
    #[error("migration of {schema} failed: {why}")]
    Migration {
        /// Whose.
        schema: &'static str,
        /// What Postgres said.
        why: String,
    },
}

impl Error {
    /// Whether a named constraint refused the statement.
    #[must_use]
    pub fn violates(&self, constraint: &str) -> bool {
        match self {
            Self::Statement(Diesel::DatabaseError(_, information)) => {
                information.constraint_name() == Some(constraint)
            }
            Self::Statement(_)
            | Self::Connection(_)
            | Self::Unreadable { .. }
            | Self::Overtaken
            | Self::Address(_)
            | Self::Migration { .. } => false,
        }
    }

    /// For `TryFrom<Row>`: a stored word or number that the domain does not know.
    pub fn unreadable(what: &'static str, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unreadable { what, why: why.into() }
    }

    fn is_passing(&self) -> bool {
        match self {
            Self::Connection(_) | Self::Overtaken | Self::Statement(Diesel::BrokenTransactionManager) => true,
            Self::Statement(Diesel::DatabaseError(kind, information)) => {
                let closed = matches!(
                    kind,
                    DatabaseErrorKind::ClosedConnection
                        | DatabaseErrorKind::UnableToSendCommand
                        | DatabaseErrorKind::SerializationFailure
                        | DatabaseErrorKind::ReadOnlyTransaction
                );
                closed || says_unavailable(information.message())
            }
            Self::Statement(_) | Self::Unreadable { .. } | Self::Address(_) | Self::Migration { .. } => false,
        }
    }
}

/// Diesel keeps no SQLSTATE; these are the messages of classes 57P (shutdown), 53 (resources) and 55P03/40P01 (locks), and
/// the driver's own.
fn says_unavailable(message: &str) -> bool {
    const SIGNS: [&str; 10] = [
        "terminating connection",
        "the database system is",
        "connection closed",
        "connection reset",
        "error communicating with the server",
        "too many clients",
        "remaining connection slots",
        "statement timeout",
        "lock timeout",
        "deadlock detected",
    ];
    SIGNS.iter().any(|sign| message.contains(sign))
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        if self.is_passing() { Kind::Unavailable } else { Kind::Internal }
    }
}
