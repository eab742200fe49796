//! Tables of the services as text, in and out.

use std::pin::pin;

use anyhow::{Context, Result};
use bytes::Bytes;
use database::Schema;
use futures::{SinkExt as _, TryStreamExt as _};
use tokio_postgres::Client;

/// Written by migrations, not by founders.
const NOBODYS: [&str; 2] = ["__diesel_schema_migrations", "plans"];
/// So much goes to the server at once.
const CHUNK: usize = 1 << 20;

/// A table and those of its columns that a row can be given.
#[derive(Debug, Clone)]
pub struct Table {
    /// With its schema.
    pub name: String,
    /// Names of columns, separated by commas.
    pub columns: String,
}

impl Table {
    pub async fn all(owner: &Client) -> Result<Vec<Self>> {
        let rows = owner
            .query(
                "SELECT attrelid::regclass::text, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
                 FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                 WHERE relnamespace::regnamespace::text = ANY($1) AND relkind = 'r' AND relname <> ALL($2)
                   AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
                 GROUP BY attrelid ORDER BY 1",
                &[&schemas(), &NOBODYS.as_slice()],
            )
            .await?;
        Ok(rows.iter().map(|row| Self { name: row.get(0), columns: row.get(1) }).collect())
    }

    /// Every row.
    pub async fn dump(&self, owner: &Client) -> Result<Vec<u8>> {
        let statement = format!("COPY {} ({}) TO STDOUT", self.name, self.columns);
        let rows = owner.copy_out(&statement).await?;
        let text = rows.try_fold(Vec::new(), async |mut text, chunk| {
            text.extend_from_slice(&chunk);
            Ok(text)
        });
        text.await.with_context(|| statement)
    }

    /// Adds rows.
    pub async fn fill(&self, owner: &Client, rows: impl Iterator<Item = Vec<u8>>) -> Result<()> {
        let statement = format!("COPY {} ({}) FROM STDIN", self.name, self.columns);
        let sink = owner.copy_in::<_, Bytes>(&statement).await?;
        let mut sink = pin!(sink);
        let mut chunk = Vec::new();
        for row in rows {
            chunk.extend_from_slice(&row);
            if chunk.len() >= CHUNK {
                sink.send(std::mem::take(&mut chunk).into()).await.with_context(|| statement.clone())?;
            }
        }
        sink.send(chunk.into()).await.with_context(|| statement.clone())?;
        sink.finish().await.with_context(|| statement)?;
        Ok(())
    }
}

/// Texts in columns of which no two rows may have the same, those with an id in them apart; longer ones first.
pub async fn unique_words(owner: &Client) -> Result<Vec<String>> {
    let columns = owner
        .query(
            "SELECT DISTINCT indrelid::regclass::text, quote_ident(a.attname)
             FROM pg_index JOIN pg_class c ON c.oid = indrelid
             JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = ANY(indkey)
             WHERE indisunique AND relnamespace::regnamespace::text = ANY($1) AND relname <> ALL($2)
               AND a.atttypid IN ('text'::regtype, 'varchar'::regtype)
               AND NOT EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = indrelid AND b.attnum = ANY(indkey)
                               AND b.atttypid = 'uuid'::regtype)",
            &[&schemas(), &NOBODYS.as_slice()],
        )
        .await?;
    let mut words = Vec::new();
    for column in columns {
        let (table, name): (String, String) = (column.get(0), column.get(1));
        let statement = format!(
            "SELECT DISTINCT {name}::text FROM {table} WHERE {name} !~ '[0-9a-f]{{8}}-[0-9a-f]{{4}}-'"
        );
        words.extend(owner.query(&statement, &[]).await?.iter().map(|row| row.get::<_, String>(0)));
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    Ok(words)
}

/// Events that are not delivered yet, of all services.
pub async fn undelivered(owner: &Client) -> Result<i64> {
    let count = |schema: &&str| {
        format!("(SELECT count(*) FROM {schema}.outbox WHERE delivered_at IS NULL AND failed_at IS NULL)")
    };
    let counts: Vec<String> = schemas().iter().map(count).collect();
    Ok(owner.query_one(&format!("SELECT {}", counts.join(" + ")), &[]).await?.get(0))
}

fn schemas() -> Vec<&'static str> {
    Schema::ALL.map(Schema::name).to_vec()
}
