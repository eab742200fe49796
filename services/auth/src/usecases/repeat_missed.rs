use crate::{clients::session_board::ENDED, context::Context, error::AuthError, store::sessions};

/// Says again in Redis what could not be said there: which sessions ended while their tokens may still live, and which
/// belong to accounts that may not be used.
pub async fn repeat_missed(context: &Context) -> Result<(), AuthError> {
    if !context.board.take_missed() {
        return Ok(());
    }
    let told = tell(context).await;
    if told.is_err() {
        context.board.missed();
    }
    told
}

async fn tell(context: &Context) -> Result<(), AuthError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let ended = sessions::ended_since(&mut tx, now - ENDED).await?;
    let closed = sessions::of_closed_accounts(&mut tx, now).await?;
    let mut records = Vec::new();
    for session in closed {
        records.extend(sessions::record(&mut tx, session, now).await?.map(|record| (session, record)));
    }
    tx.commit().await?;
    for (session, user, epoch) in ended {
        context.board.ended(&[session]).await;
        if epoch > 0 {
            context.board.epoch(user, epoch).await;
        }
    }
    for (session, record) in records {
        context.board.living(session, &record).await;
    }
    Ok(())
}
