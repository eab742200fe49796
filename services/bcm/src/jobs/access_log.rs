use std::{sync::Arc, time::Duration};

use bootstrap::Runtime;
use tokio::sync::mpsc;

use crate::{context::Context, domain::access::Access, usecases};

const BATCH: usize = 500;

/// Entries wait at most so long for others to be written with.
const GATHERING: Duration = Duration::from_millis(500);

/// Writes the access log in batches. What waits at the word to stop is still written.
pub fn start(context: Arc<Context>, mut accesses: mpsc::Receiver<Access>, runtime: &Runtime) {
    let stopping = runtime.stopping();
    runtime.spawn(async move {
        let mut stopping = std::pin::pin!(stopping);
        loop {
            let mut batch = Vec::with_capacity(BATCH);
            let stop = tokio::select! {
                received = accesses.recv_many(&mut batch, BATCH) => received == 0,
                () = &mut stopping => true,
            };
            if stop {
                break;
            }
            if batch.len() < BATCH {
                tokio::time::sleep(GATHERING).await;
                gather(&mut accesses, &mut batch);
            }
            write(&context, &batch).await;
        }
        loop {
            let mut rest = Vec::new();
            gather(&mut accesses, &mut rest);
            if rest.is_empty() {
                break;
            }
            write(&context, &rest).await;
        }
    });
}

fn gather(accesses: &mut mpsc::Receiver<Access>, batch: &mut Vec<Access>) {
    while batch.len() < BATCH
        && let Ok(access) = accesses.try_recv()
    {
        batch.push(access);
    }
}

async fn write(context: &Context, batch: &[Access]) {
    if let Err(error) = usecases::record_accesses(context, batch).await {
        tracing::warn!(error = %error, entries = batch.len(), "access log entries were lost");
    }
}
