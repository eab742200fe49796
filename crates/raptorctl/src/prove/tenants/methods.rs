//! Every method of the services, called without the gateway in between by everybody who must not be served.

pub mod caller;
mod door;
mod reflection;
mod rules;

use anyhow::{Context, Result, bail};

use super::Stage;
use super::cast::Cast;
use super::refusals::{self, Calls};
use crate::prove::{Part, Tally};
use caller::{Caller, Speaker};
pub use door::Doors;
use reflection::Method;
use rules::{RULES, Rule};

pub async fn prove(stage: &Stage<'_>, cast: &Cast, parts: &mut Vec<Part>) -> Result<()> {
    let doors = Doors::of(&stage.system.addresses)?;
    let methods = written_down(reflection::methods(&doors).await?)?;
    let calls = Methods { doors, methods, speaker: Speaker::new(stage, cast)?, cast };
    refusals::prove(&calls, stage, &cast.target, parts).await
}

struct Methods<'a> {
    doors: Doors,
    methods: Vec<(Method, &'static Rule)>,
    speaker: Speaker<'a>,
    cast: &'a Cast,
}

impl Calls for Methods<'_> {
    type Caller = Caller;
    const WHAT: &'static str = "method × caller";
    const OUTSIDERS: &'static [Caller] = &Caller::OUTSIDERS;
    const INSIDERS: &'static [Caller] = &Caller::INSIDERS;

    async fn make(&self, callers: &[Caller], tally: &mut Tally) -> Result<()> {
        for (method, rule) in &self.methods {
            for caller in callers {
                let Some(code) = rule.expected(*caller) else { continue };
                let message = (rule.message)(&self.cast.target);
                let request = self.speaker.request(*caller, rule, message)?;
                let answer = self.doors.call(method.service, &method.path, request).await;
                let breach = rules::breach(code, &answer, &self.cast.markers);
                tally.note(breach.map(|breach| format!("{caller:?} called {}: {breach}", method.path)));
            }
        }
        Ok(())
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
