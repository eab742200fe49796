//! Postgres: the pool, tenant-scoped transactions, migrations, the one Postgres error, and the tables that every
//! service's schema has (outbox, mail log, idempotency keys, audit log).

pub mod audit;
mod connect;
pub mod email_log;
mod error;
pub mod idempotency;
mod migrations;
pub mod outbox;
mod pool;
mod schema;
mod scope;
mod sql;
mod transaction;

pub use connect::Tls;
pub use error::Error;
pub use migrations::{migrate, provision};
pub use pool::{Database, Settings};
pub use schema::Schema;
pub use scope::Scope;
pub use sql::{Statement, sql};
pub use transaction::Tx;

/// What store functions run on: the inside of a [`Tx`].
pub type Conn = diesel_async::AsyncPgConnection;
