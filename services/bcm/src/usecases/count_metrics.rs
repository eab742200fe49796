use time::Duration;

use crate::{context::Context, error::BcmError, store::metrics};

/// Counts today and yesterday anew; yesterday so that its last hour is not missing.
pub async fn count_metrics(context: &Context) -> Result<(), BcmError> {
    let today = context.clock.now().date();
    let mut tx = context.database.begin(Context::everywhere()).await?;
    for day in [today - Duration::DAY, today] {
        metrics::count_day(&mut tx, day).await?;
    }
    tx.commit().await?;
    Ok(())
}
