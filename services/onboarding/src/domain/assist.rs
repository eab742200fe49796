//! Proposals computed from the founder's own answers: rules and templates, no model, no invented figures.
//!
//! Evidence texts are read as data: they can be quoted, counted and compared, nothing in them is obeyed.

mod alternatives;
mod angle;
mod assist_run;
mod brief;
mod capabilities;
mod category;
mod channels;
mod classify;
mod contradictions;
mod copy;
mod extract;
mod figures;
mod gaps;
mod grid;
mod ladder;
mod map;
mod market;
mod offer;
mod open_points;
mod phrases;
mod positioning;
mod profiles;
mod readiness;
mod rules;
mod sacrifice;
mod soundbites;
mod synthesis;
mod truth;
mod voice;
mod words;

use serde_json::Value;

use self::assist_run::AssistRun;
pub(super) use self::figures::figures;
pub(super) use self::readiness::risk_title;
pub(super) use self::truth::BASICS;
pub(super) use self::words::{settled, spoken};
use super::provenance::{Provenance, accept};
use super::{Answers, FreshValues, Step};

/// A proposed answer. Its value is acceptable to the step as it stands, and so are all of a run together.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Into the step data; ends in `/-` for a new item of a list.
    pub pointer: String,
    pub value: Value,
    pub provenance: Provenance,
}

/// The step has no assist of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this step has no such assist")]
pub struct UnknownAssist;

/// Runs an assist of a step; without a name its first one. What is answered already is not proposed again.
pub fn run(
    step: &Step,
    assist: Option<&str>,
    answers: &Answers,
    fresh: &mut FreshValues<'_>,
) -> Result<Vec<Suggestion>, UnknownAssist> {
    let name = match assist {
        Some(name) => step.assists.iter().find(|known| *known == name).ok_or(UnknownAssist)?,
        None => step.assists.first().ok_or(UnknownAssist)?,
    };
    let rule = rule_of(name).ok_or(UnknownAssist)?;
    let mut run = AssistRun::new(step.number, answers, fresh);
    rule(&mut run);
    let proposed = run.into_suggestions();
    Ok(acceptable(step, proposed, answers, fresh))
}

fn rule_of(assist: &str) -> Option<fn(&mut AssistRun<'_, '_>)> {
    Some(match assist {
        "classify-evidence" => classify::classify,
        "extract-facts" => extract::extract,
        "detect-contradictions" => contradictions::detect,
        "truth-sheet" => truth::fill,
        "offer-review" => offer::review,
        "community-research" => voice::listen,
        "competitor-analysis" => alternatives::list,
        "comparative-angle" => angle::compare,
        "category-paths" => category::propose,
        "capability-challenge" => capabilities::challenge,
        "generate-perceptual-map" => map::draw,
        "strategic-grid" => grid::plan,
        "gap-analysis" => gaps::scan,
        "positioning" => positioning::position,
        "proof-points" => positioning::prove,
        "focus-sacrifice" => sacrifice::decide,
        "icp-deep" => profiles::assemble,
        "market-education" => ladder::teach,
        "messaging-rules" => rules::propose,
        "soundbites" => soundbites::write,
        "generate-copy" => copy::write,
        "channel-strategy" => channels::place,
        "market-size" => market::size,
        "launch-readiness" => readiness::find_tasks,
        "final-synthesis" => synthesis::summarise,
        _ => return None,
    })
}

/// Keeps what the step would take, one suggestion after the other.
fn acceptable(
    step: &Step,
    proposed: Vec<Suggestion>,
    answers: &Answers,
    fresh: &mut FreshValues<'_>,
) -> Vec<Suggestion> {
    let mut data = answers.latest(step.number).clone();
    let mut kept = Vec::with_capacity(proposed.len());
    for suggestion in proposed {
        let Ok(accepted) = accept(&data, &suggestion.pointer, &suggestion.value) else { continue };
        let held = step.with_server_set(&data, &accepted.data);
        let Ok(prepared) = step.prepare(accepted.data, Some(&held), answers, fresh) else { continue };
        data = prepared.data;
        kept.push(suggestion);
    }
    kept
}

#[cfg(test)]
mod honesty_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wording_tests;
