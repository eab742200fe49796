//! What auth does without being asked.

use std::{sync::Arc, time::Duration};

use bootstrap::Runtime;

use crate::{context::Context, usecases};

/// Mails are delivered within seconds of the commit that asked for them.
const OUTBOX: Duration = Duration::from_secs(1);
/// How long an ended session may go unsaid in a Redis that is back.
const REPEAT: Duration = Duration::from_secs(1);
const REPAIR: Duration = Duration::from_secs(30);
const ERASE: Duration = Duration::from_secs(3600);
const TIDY: Duration = Duration::from_secs(6 * 3600);

/// Starts every job; they end with the runtime.
pub fn start(context: &Arc<Context>, runtime: &Runtime) {
    let at_hand = context.clone();
    runtime.every("auth.outbox", OUTBOX, move || {
        let context = at_hand.clone();
        async move {
            while usecases::deliver_outbox(&context).await? {}
            Ok(())
        }
    });
    let at_hand = context.clone();
    runtime.every("auth.repeat_missed", REPEAT, move || {
        let context = at_hand.clone();
        async move { Ok(usecases::repeat_missed(&context).await?) }
    });
    let at_hand = context.clone();
    runtime.every("auth.repair", REPAIR, move || {
        let context = at_hand.clone();
        async move { Ok(usecases::repair_accounts(&context).await?) }
    });
    let at_hand = context.clone();
    runtime.every("auth.erase", ERASE, move || {
        let context = at_hand.clone();
        async move { Ok(usecases::erase_expired(&context).await?) }
    });
    let at_hand = context.clone();
    runtime.every("auth.tidy", TIDY, move || {
        let context = at_hand.clone();
        async move { Ok(usecases::tidy(&context).await?) }
    });
}
