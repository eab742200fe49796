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
use super::refusals::{self, Calls};
use crate::prove::{Part, Tally};
use call::Call;
use caller::{Caller, Visit};
use document::Operation;
use rules::{By, Expected, RULES, Rule};

pub async fn prove(stage: &Stage<'_>, cast: &Cast, parts: &mut Vec<Part>) -> Result<()> {
    let operations = written_down(document::operations(&cast.victim.api).await?)?;
    let calls = Operations { stage, cast, operations: &operations };
    refusals::prove(&calls, stage, &cast.target, parts).await?;

    let since = Instant::now();
    stage.keys.forget_counts().await?;
    parts.push(serve(cast, &operations).await?.part("the same operations called by who may", since));
    Ok(())
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

struct Operations<'a> {
    stage: &'a Stage<'a>,
    cast: &'a Cast,
    operations: &'a [(Operation, &'static Rule)],
}

impl Calls for Operations<'_> {
    type Caller = Caller;
    const WHAT: &'static str = "operation × caller";
    const OUTSIDERS: &'static [Caller] = &Caller::OUTSIDERS;
    const INSIDERS: &'static [Caller] = &Caller::INSIDERS;

    async fn make(&self, callers: &[Caller], tally: &mut Tally) -> Result<()> {
        for caller in callers {
            self.stage.keys.forget_counts().await?;
            let visit = caller.visit(self.stage, self.cast)?;
            for (operation, rule) in self.operations {
                let Some(expected) = rule.expected(*caller) else { continue };
                let breach = self.breach(&visit, operation, rule, expected).await?;
                tally.note(breach.map(|breach| format!("{caller:?} called {}: {breach}", operation.id)));
            }
        }
        Ok(())
    }
}

impl Operations<'_> {
    /// Calls an operation, and a second time with names that nothing has where the first had to find nothing.
    async fn breach(
        &self,
        visit: &Visit,
        operation: &Operation,
        rule: &Rule,
        expected: Expected,
    ) -> Result<Option<String>> {
        let Cast { target, markers, .. } = self.cast;
        let call = Call { operation, rule, target, named: visit.named };
        let answer = Answer::to(call.request(&visit.api, visit.token.as_ref())?).await?;
        let breach = expected.breach(&answer).or_else(|| leak(&answer, visit, markers));
        if breach.is_some() || !matches!(expected, Expected::Refused(404, _)) {
            return Ok(breach);
        }
        let target = target.absent();
        let named = if visit.at_home { visit.named } else { target.workspace };
        let call = Call { target: &target, named, ..call };
        let absent = Answer::to(call.request(&visit.api, visit.token.as_ref())?).await?;
        Ok(told_apart(&answer, &absent))
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
async fn serve(cast: &Cast, operations: &[(Operation, &'static Rule)]) -> Result<Tally> {
    let (mut tally, mut telling) = (Tally::default(), 0);
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
        telling += usize::from(cast.markers.iter().any(|marker| answer.text.contains(marker)));
        let breach = Expected::Served.breach(&answer);
        tally.note(breach.map(|breach| format!("who may called {}: {breach}", operation.id)));
        if let Some(order) = answer.document()["merchant_order_id"].as_str() {
            order.clone_into(&mut target.order);
        }
    }
    if telling * 3 < tally.tried {
        tally.breaches.push(format!("only {telling} answers held what no stranger's answer may hold"));
    }
    Ok(tally)
}

async fn version(account: &Account, target: &Target, step: u8) -> Result<u64> {
    let path = format!("/api/v1/onboarding/{}/steps/{step}", target.onboarding);
    let found = Answer::to(account.request(Method::GET, &path)).await?.success()?;
    found["version"].as_u64().context("a step without a version")
}
