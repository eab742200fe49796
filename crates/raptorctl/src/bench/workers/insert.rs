//! The least that a durable write can be: one row, over a connection that is open and a statement that is prepared.

use anyhow::{Context, Result};
use futures::future::BoxFuture;
use tokio::time::Instant;
use tokio_postgres::{Client, Statement};

use crate::bench::load::{Turn, Work};
use crate::servers::connect;

pub struct Insert {
    client: Client,
    statement: Statement,
    document: String,
}

impl Insert {
    pub async fn open(url: &str, document: String) -> Result<Self> {
        let client = connect(url).await?;
        let statement = "INSERT INTO bare.saves (document) VALUES ($1::text::jsonb)";
        let statement = client.prepare(statement).await.context("no table for the bare insert")?;
        Ok(Self { client, statement, document })
    }
}

impl Work for Insert {
    fn turn(&mut self) -> BoxFuture<'_, Result<Turn>> {
        Box::pin(async {
            let since = Instant::now();
            self.client.execute(&self.statement, &[&self.document]).await.context("no insert")?;
            Ok(Turn::Done(since.elapsed()))
        })
    }
}
