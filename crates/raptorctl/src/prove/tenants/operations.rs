//! Every operation of the OpenAPI document, called by everybody who must not be served.

mod call;
mod caller;
mod document;
mod rules;

use std::time::Instant;

use anyhow::{Context, Result, bail};
use reqwest::Method;

use super::Stage;
use super::account::Account;
use super::api::Answer;
use super::cast::{Cast, Target};
use super::snapshot::{self, Snapshot};
use crate::prove::Part;
use call::Call;
use caller::{Caller, Visit};
use document::Operation;
use rules::{By, Expected, RULES, Rule};

/// What came of the calls of one kind.
#[derive(Default)]
struct Outcome {
    tried: usize,
    breaches: Vec<String>,
}

pub async fn prove(stage: &Stage<'_>, cast: &Cast) -> Result<Vec<Part>> {
    let operations = written_down(document::operations(&cast.victim.api).await?)?;
    let before = Snapshot::at_rest(stage, &cast.target).await?;
    let since = Instant::now();
    let mut refused = Outcome::default();
    refused.take_all(stage, cast, &operations, &Caller::OUTSIDERS).await?;
    let between = Snapshot::at_rest(stage, &cast.target).await?;
    refused.take_all(stage, cast, &operations, &Caller::INSIDERS).await?;
    let after = Snapshot::at_rest(stage, &cast.target).await?;
    let refusals = Part::new("operation × caller", refused.tried, refused.breaches, since);
    let untouched = snapshot::untouched([&before, &between, &after]);

    let since = Instant::now();
    stage.keys.forget_counts().await?;
    let served = serve(cast, &operations).await?;
    let served = Part::new("the same operations called by who may", served.tried, served.breaches, since);
    Ok(vec![refusals, untouched, served])
}

/// Each operation with its rule, in the order of the rules. Fails when one has no rule or a rule has no operation, so
/// that none is forgotten.
fn written_down(mut operations: Vec<Operation>) -> Result<Vec<(Operation, &'static Rule)>> {
    let mut matched = Vec::new();
    for rule in RULES {
        let place = operations.iter().position(|operation| operation.id == rule.id);
        let place = place.with_context(|| format!("a rule names {}, which is not there", rule.id))?;
        let operation = operations.swap_remove(place);
        if operation.access != rule.access {
            bail!("{} is for {:?}, and its description says {:?}", rule.id, rule.access, operation.access);
        }
        matched.push((operation, rule));
    }
    match operations.first() {
        Some(operation) => bail!("what {} answers whom is not written down", operation.id),
        None => Ok(matched),
    }
}

impl Outcome {
    async fn take_all(
        &mut self,
        stage: &Stage<'_>,
        cast: &Cast,
        operations: &[(Operation, &'static Rule)],
        callers: &[Caller],
    ) -> Result<()> {
        for caller in callers {
            stage.keys.forget_counts().await?;
            let visit = caller.visit(stage, cast)?;
            for (operation, rule) in operations {
                self.take(&visit, cast, (operation, rule)).await?;
            }
        }
        Ok(())
    }

    /// Calls an operation as somebody who is on a visit, and a second time with names that nothing has where the first
    /// had to find nothing.
    async fn take(
        &mut self,
        visit: &Visit,
        cast: &Cast,
        (operation, rule): (&Operation, &Rule),
    ) -> Result<()> {
        let Some(expected) = rule.expected(visit.caller) else { return Ok(()) };
        let call = Call { operation, rule, target: &cast.target, named: visit.named };
        let answer = Answer::to(call.request(&visit.api, visit.token.as_ref())?).await?;
        self.tried += 1;
        let mut breach = expected.breach(&answer).or_else(|| leak(&answer, visit, &cast.markers));
        if let (None, Expected::Refused(404, _)) = (&breach, expected) {
            let target = cast.target.absent();
            let named = if visit.at_home { visit.named } else { target.workspace };
            let call = Call { target: &target, named, ..call };
            let absent = Answer::to(call.request(&visit.api, visit.token.as_ref())?).await?;
            breach = told_apart(&answer, &absent);
        }
        let caller = visit.caller;
        self.breaches.extend(breach.map(|breach| format!("{caller:?} called {}: {breach}", operation.id)));
        Ok(())
    }
}

/// That the workspace which they named is theirs is no news to its members.
fn leak(answer: &Answer, visit: &Visit, markers: &[String]) -> Option<String> {
    let named = visit.named.to_string();
    let known = |marker: &String| visit.caller.is_insider() && *marker == named;
    let marker = markers.iter().find(|marker| answer.text.contains(*marker) && !known(marker))?;
    Some(format!("the answer tells {marker}"))
}

/// What is foreign has to be answered like what is absent, the request's own id apart.
fn told_apart(foreign: &Answer, absent: &Answer) -> Option<String> {
    let of = |answer: &Answer| {
        let mut document = answer.document();
        if let Some(members) = document.as_object_mut() {
            members.remove("instance");
        }
        (answer.status, document)
    };
    let (foreign, absent) = (of(foreign), of(absent));
    (foreign != absent).then(|| format!("{foreign:?} is told apart from what is absent, {absent:?}"))
}

/// Calls every operation as it is meant, which shows that the calls before were refused for who sent them.
async fn serve(cast: &Cast, operations: &[(Operation, &'static Rule)]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut owner = cast.target.clone();
    let mut newcomer =
        Target { workspace: cast.member.workspace.0, user: cast.member.user.0, ..cast.target.clone() };
    for (operation, rule) in operations {
        let (account, target) = match rule.by {
            By::Owner => (&cast.victim, &mut owner),
            By::Newcomer => (&cast.member, &mut newcomer),
            By::Anybody => continue,
        };
        if operation.needs_version() {
            target.step_version = version(account, target, rule.step(target)).await?;
        }
        let call = Call { operation, rule, target, named: target.workspace };
        let answer = Answer::to(call.request(&account.api, Some(&account.token))?).await?;
        outcome.tried += 1;
        let breach = Expected::Served.breach(&answer);
        outcome.breaches.extend(breach.map(|breach| format!("who may called {}: {breach}", operation.id)));
        if let Some(order) = answer.document()["merchant_order_id"].as_str() {
            order.clone_into(&mut target.order);
        }
    }
    Ok(outcome)
}

async fn version(account: &Account, target: &Target, step: u8) -> Result<u64> {
    let path = format!("/api/v1/onboarding/{}/steps/{step}", target.onboarding);
    let found = Answer::to(account.request(Method::GET, &path)).await?.success()?;
    found["version"].as_u64().context("a step without a version")
}
