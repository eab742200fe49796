//! Every method of the services, called without the gateway in between by everybody who must not be served.

pub mod caller;
mod door;
mod reflection;
mod rules;

use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Stage;
use super::cast::Cast;
use super::snapshot::{self, Snapshot};
use crate::prove::Part;
use caller::{Caller, Speaker};
pub use door::Doors;
use reflection::Method;
use rules::{RULES, Rule};

pub async fn prove(stage: &Stage<'_>, cast: &Cast) -> Result<Vec<Part>> {
    let doors = Doors::of(&stage.system.addresses)?;
    let methods = written_down(reflection::methods(&doors).await?)?;
    let calls = Calls { doors, methods, speaker: Speaker::new(stage, cast)?, cast };

    let before = Snapshot::at_rest(stage, &cast.target).await?;
    let since = Instant::now();
    let (mut tried, mut breaches) = calls.make(&Caller::OUTSIDERS).await?;
    let between = Snapshot::at_rest(stage, &cast.target).await?;
    let (more_tried, more_breaches) = calls.make(&Caller::INSIDERS).await?;
    let after = Snapshot::at_rest(stage, &cast.target).await?;
    tried += more_tried;
    breaches.extend(more_breaches);
    let refusals = Part::new("method × caller", tried, breaches, since);
    Ok(vec![refusals, snapshot::untouched([&before, &between, &after])])
}

struct Calls<'a> {
    doors: Doors,
    methods: Vec<(Method, &'static Rule)>,
    speaker: Speaker<'a>,
    cast: &'a Cast,
}

impl Calls<'_> {
    /// Calls every method as these; answers with how many calls that were, and what did not hold.
    async fn make(&self, callers: &[Caller]) -> Result<(usize, Vec<String>)> {
        let (mut tried, mut breaches) = (0, Vec::new());
        for (method, rule) in &self.methods {
            for caller in callers {
                let Some(code) = rule.expected(*caller) else { continue };
                let message = (rule.message)(&self.cast.target);
                let request = self.speaker.request(*caller, rule, message)?;
                let answer = self.doors.call(method.service, &method.path, request).await;
                tried += 1;
                let breach = rules::breach(code, &answer, &self.cast.markers);
                breaches.extend(breach.map(|breach| format!("{caller:?} called {}: {breach}", method.path)));
            }
        }
        Ok((tried, breaches))
    }
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
