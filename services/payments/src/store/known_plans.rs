use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use database::{Database, Error, Scope};
use tokio::sync::Mutex;

use super::plans;
use crate::domain::Plans;

/// The plans, read again once a minute: they change with migrations only.
pub struct KnownPlans {
    database: Database,
    read: Mutex<Option<(Instant, Arc<Plans>)>>,
}

const FRESH: Duration = Duration::from_secs(60);

impl KnownPlans {
    pub fn new(database: Database) -> Self {
        Self { database, read: Mutex::default() }
    }

    /// For showing and for limits; a charge reads the table.
    pub async fn get(&self) -> Result<Arc<Plans>, Error> {
        let mut read = self.read.lock().await;
        if let Some((_, plans)) = read.as_ref().filter(|(at, _)| at.elapsed() < FRESH) {
            return Ok(plans.clone());
        }
        let plans = match (self.fetch().await, read.take()) {
            (Ok(plans), _) => Arc::new(plans),
            (Err(error), Some((_, old))) => {
                tracing::warn!(%error, "the plans could not be read again and stay as they were");
                old
            }
            (Err(error), None) => return Err(error),
        };
        *read = Some((Instant::now(), plans.clone()));
        Ok(plans)
    }

    async fn fetch(&self) -> Result<Plans, Error> {
        let mut tx = self.database.begin(Scope::default()).await?;
        let plans = plans::all(&mut tx).await?;
        tx.commit().await?;
        Ok(plans)
    }
}
