use database::Database;
use primitives::Clock;
use principal::{SessionQuery, Standing};

use crate::{clients::session_board::SessionBoard, context::Context, error::AuthError, store::sessions};

/// Whether the session of a sound token is alive, from the database; Redis learns it again on the way.
pub async fn session_standing(
    database: &Database,
    board: &SessionBoard,
    clock: &Clock,
    query: SessionQuery,
) -> Result<Standing, AuthError> {
    let mut tx = database.begin(Context::own_scope()).await?;
    let record = sessions::record(&mut tx, query.session, clock.now()).await?;
    tx.commit().await?;
    let record = record.filter(|record| record.user == query.user && record.epoch <= query.epoch);
    let record = record.ok_or(AuthError::SessionEnded)?;
    board.found(query.session, &record).await;
    Ok(Standing { account: record.account, platform_role: record.platform_role })
}
