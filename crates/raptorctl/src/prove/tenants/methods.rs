//! Every method of the services, called without the gateway in between by everybody who must not be served.

pub mod caller;
mod door;
mod reflection;
mod rules;

use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Stage;
use super::cast::Cast;
use super::snapshot::Snapshot;
use crate::prove::Part;
use caller::{Caller, Speaker};
pub use door::Doors;
use reflection::Method;
use rules::{RULES, Rule};

pub async fn prove(stage: &Stage<'_>, cast: &Cast) -> Result<Vec<Part>> {
    let doors = Doors::of(&stage.system.addresses)?;
    let methods = written_down(reflection::methods(&doors).await?)?;
    let speaker = Speaker::new(stage, cast)?;
    let before = Snapshot::at_rest(stage, &cast.target).await?;

    let since = Instant::now();
    let (mut tried, mut breaches) = (0, Vec::new());
    for (method, rule) in &methods {
        for caller in Caller::ALL {
            let Some(code) = rule.expected(caller) else { continue };
            let request = speaker.request(caller, rule, (rule.message)(&cast.target))?;
            tried += 1;
            let answer = doors.call(method, request).await;
            let breach = rules::breach(code, &answer, &cast.markers);
            breaches.extend(breach.map(|breach| format!("{caller:?} called {}: {breach}", method.path)));
        }
    }
    let refusals = Part::new("method × caller", tried, breaches, since);

    let since = Instant::now();
    let changes = before.changes(&Snapshot::at_rest(stage, &cast.target).await?);
    let untouched = Part::new("rows and keys that these calls left alone", before.len(), changes, since);
    Ok(vec![refusals, untouched])
}

/// Each method with its rule. Fails when one has no rule or a rule has no method, so that none is forgotten.
fn written_down(mut methods: Vec<Method>) -> Result<Vec<(Method, &'static Rule)>> {
    let mut matched = Vec::new();
    for rule in RULES {
        let is_meant = |method: &Method| method.service == rule.service && method.name == rule.name;
        let place = methods.iter().position(is_meant);
        let place = place.with_context(|| format!("a rule names {}, which is not there", rule.name))?;
        matched.push((methods.swap_remove(place), rule));
    }
    match methods.first() {
        Some(method) => bail!("what {} answers whom is not written down", method.path),
        None => Ok(matched),
    }
}
