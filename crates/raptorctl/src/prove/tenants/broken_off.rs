//! Requests of one tenant are broken off at hundreds of points, over services that keep a single connection each. The
//! next request, of another tenant, gets that connection: it must not be inside a transaction of the first.

mod connections;
mod ends;
mod works;

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::Stage;
use super::cast::{Cast, Target};
use super::methods::Doors;
use super::methods::caller::Speaker;
use crate::prove::{Part, Tally};
use connections::Log;
use ends::{End, Ended, Ways};
use works::{Probe, WORKS, Work};

/// Each work is broken off at so many points of the time that it takes.
const POINTS: u32 = 14;
/// The last points lie behind the answer.
const PAST: f64 = 1.2;

pub async fn prove(stage: &Stage<'_>, cast: &Cast) -> Result<Vec<Part>> {
    let doors = Doors::of(&stage.system.addresses)?;
    let speaker = Speaker::new(stage, cast)?;
    let log = Log::open(stage).await?;
    let ways = Ways { stage, doors: &doors, speaker: &speaker, author: &cast.victim };

    let since = Instant::now();
    let before = connections::rolled_back(stage).await?;
    let (mut tally, mut cut) = (Tally::default(), 0);
    for work in WORKS {
        stage.keys.forget_counts().await?;
        let whole = whole(&ways, work, &cast.target).await?;
        for end in End::ALL.into_iter().filter(|end| work.can_end(*end)) {
            for point in 0..POINTS {
                let delay = whole.mul_f64(PAST * f64::from(point) / f64::from(POINTS - 1));
                let target = ways.current(&cast.target).await?;
                let ended = ways.run(work, &target, Some((end, delay))).await?;
                cut += usize::from(ended == Ended::BrokenOff);
                let breach = next_request(&ways, cast, work.probe).await;
                tally.note(breach.map(|breach| format!("{} {end:?} after {delay:?}: {breach}", work.name)));
            }
        }
    }
    let rolled_back = connections::rolled_back_since(stage, before).await?;
    if cut * 3 < tally.tried || rolled_back == 0 {
        tally.breaches.push(format!("only {cut} requests broke off, and {rolled_back} transactions"));
    }
    let what = format!("requests after one that broke off ({cut}; {rolled_back} in a transaction)");
    let requests = tally.part(what, since);

    let since = Instant::now();
    let (looked_at, breaches) = connections::at_rest(stage, &log).await?;
    Ok(vec![requests, Part::new("connections that these requests left", looked_at, breaches, since)])
}

/// How long the work takes when nothing disturbs it, the second time.
async fn whole(ways: &Ways<'_>, work: &Work, target: &Target) -> Result<Duration> {
    let mut since = Instant::now();
    for _ in 0..2 {
        let target = ways.current(target).await?;
        since = Instant::now();
        let ended = ways.run(work, &target, None).await?;
        ended.completed().with_context(|| format!("{} does not work undisturbed", work.name))?;
    }
    Ok(since.elapsed())
}

/// Asks in the name of the other tenant, who has to see what is theirs and nothing else.
async fn next_request(ways: &Ways<'_>, cast: &Cast, probe: &Probe) -> Option<String> {
    let message = (probe.message)(&cast.home);
    let request = ways.speaker.at_home(&cast.stranger, probe.service, message);
    let answer = match ways.doors.call(probe.service, probe.path, request).await {
        Ok(answer) => String::from_utf8_lossy(&answer).into_owned(),
        Err(status) => return Some(format!("the next request was answered {status}")),
    };
    let own = (probe.own)(&cast.home);
    if !answer.contains(&own) {
        return Some(format!("the next request did not see {own}"));
    }
    let foreign = cast.markers.iter().find(|marker| answer.contains(*marker))?;
    Some(format!("the next request saw {foreign}"))
}
