//! Who makes which calls.

mod calls;
mod errands;
mod insert;

use std::sync::Arc;

use anyhow::{Context, Result};
use bytes::Bytes;
use hyper::header::ETAG;
use hyper::{Method, StatusCode};
use serde_json::json;

use super::line::Line;
use super::load::Work;
use super::pool::Pool;
use super::stage::Stage;
use super::wire::{Call, Connection, call};
use calls::{Calls, Emptied, Fresh, Same, Saves, Source};
use errands::{Errand, Errands};
use insert::Insert;

use crate::population::reworded;
use crate::secrets;

const MANIFEST: &str = "/api/v1/context/manifest";
/// Its document has about the usual size, two kilobytes.
const SAVED_STEP: u8 = 5;

/// Somebody for each connection.
pub async fn hire(stage: &Stage, line: Line, number: usize) -> Result<Vec<Box<dyn Work>>> {
    let errands = Arc::new(Errands::of(stage)?);
    let mut workers: Vec<Box<dyn Work>> = Vec::with_capacity(number);
    for _ in 0..number {
        workers.push(one(stage, line, &errands).await?);
    }
    Ok(workers)
}

async fn one(stage: &Stage, line: Line, errands: &Arc<Errands>) -> Result<Box<dyn Work>> {
    let (twins, ok) = (&stage.twins, StatusCode::OK);
    let once = async |pool: &Arc<Pool>, make: Errand, expected| {
        let source = Fresh { pool: pool.clone(), errands: errands.clone(), make };
        calls(stage, Box::new(source), expected).await
    };
    Ok(match line {
        Line::Bare => bare(stage, "/bare").await?,
        Line::Hop => bare(stage, "/hop").await?,
        Line::Insert => Box::new(Insert::open(&stage.addresses.postgres, document(stage, "once")?).await?),
        Line::VerifyProfile => {
            let read = errands.get(next(&twins.ready)?, "/api/v1/auth/verify-profile")?;
            Box::new(calls(stage, Box::new(Same(read)), ok).await?)
        }
        Line::ManifestHot => {
            let read = errands.get(next(&twins.ready)?, MANIFEST)?;
            Box::new(calls(stage, Box::new(Same(read)), ok).await?)
        }
        Line::ManifestUnchanged => Box::new(unchanged(stage, errands).await?),
        Line::ManifestEmptied => Box::new(emptied(stage, errands).await?),
        Line::StepSave => Box::new(saves(stage, errands).await?),
        Line::Finalize => Box::new(once(&twins.finalizing, Errands::finalize, ok).await?),
        Line::Rebuild => Box::new(once(&twins.rebuilding, Errands::rebuild, ok).await?),
        Line::Initiate => Box::new(once(&twins.paying, Errands::initiate, StatusCode::CREATED).await?),
        Line::Webhook => Box::new(once(&twins.notices, Errands::notify, ok).await?),
        Line::Login => Box::new(once(&twins.signing_in, Errands::log_in, ok).await?),
    })
}

fn next(pool: &Pool) -> Result<u64> {
    pool.take().context("too few workspaces were prepared")
}

async fn calls(stage: &Stage, source: Box<dyn Source>, expected: StatusCode) -> Result<Calls> {
    Ok(Calls { connection: Connection::open(&stage.gateway).await?, source, expected })
}

async fn bare(stage: &Stage, path: &str) -> Result<Box<dyn Work>> {
    let read = call(Method::GET, &stage.front, path, &[], Bytes::new())?;
    let connection = Connection::open(&stage.front).await?;
    Ok(Box::new(Calls { connection, source: Box::new(Same(read)), expected: StatusCode::OK }))
}

async fn unchanged(stage: &Stage, errands: &Errands) -> Result<Calls> {
    let mut read = errands.get(next(&stage.twins.ready)?, MANIFEST)?;
    let answer = Connection::open(&stage.gateway).await?.send(read.clone()).await?;
    let tag = answer.headers.get(ETAG).with_context(|| answer.unexpected())?;
    read.headers_mut().insert("if-none-match", tag.clone());
    calls(stage, Box::new(Same(read)), StatusCode::NOT_MODIFIED).await
}

async fn emptied(stage: &Stage, errands: &Errands) -> Result<Emptied> {
    let twin = next(&stage.twins.emptied)?;
    let workspace = stage.population.founder.workspace(twin)?;
    let keys = ["tier0", "tier1", "tier2"].map(|tier| format!("bcm:{tier}:{{{workspace}}}"));
    let calls = calls(stage, Box::new(Same(errands.get(twin, MANIFEST)?)), StatusCode::OK).await?;
    Ok(Emptied { redis: stage.redis.clone(), keys, calls })
}

async fn saves(stage: &Stage, errands: &Errands) -> Result<Calls> {
    let twin = next(&stage.twins.saving)?;
    let path = format!("/api/v1/onboarding/{}/steps/{SAVED_STEP}", stage.population.founder.session(twin)?);
    let answer = Connection::open(&stage.gateway).await?.send(errands.get(twin, &path)?).await?;
    let version = answer.headers.get(ETAG).with_context(|| answer.unexpected())?.clone();
    let save = |word: &str| -> Result<Call> {
        let body = format!("{{\"data\":{}}}", document(stage, word)?);
        errands.call(twin, (Method::PUT, &path), &[], body)
    };
    // words that no earlier worker has left there
    let source = Saves { saves: [save(&secrets::text(8))?, save(&secrets::text(8))?], version };
    calls(stage, Box::new(source), StatusCode::OK).await
}

/// The answers of the saved step, in different words.
fn document(stage: &Stage, word: &str) -> Result<String> {
    let data = stage.answers.steps.get(&SAVED_STEP).and_then(Option::as_ref);
    Ok(json!(reworded(data.context("the step is skipped")?, word)?).to_string())
}
