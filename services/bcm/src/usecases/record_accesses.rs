use crate::{context::Context, domain::access::Access, error::BcmError, store::access_logs};

/// Writes a batch of the access log.
pub async fn record_accesses(context: &Context, batch: &[Access]) -> Result<(), BcmError> {
    let mut tx = context.database.begin(Context::everywhere()).await?;
    access_logs::insert_all(&mut tx, batch).await?;
    tx.commit().await?;
    Ok(())
}
