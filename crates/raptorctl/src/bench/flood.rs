//! More sign-ins than there are places for, and what becomes of everybody else meanwhile.

use std::thread::available_parallelism;

use anyhow::Result;
use serde::Serialize;

use super::line::Line;
use super::load::{self, Window, count};
use super::round::{BUSY, Row};
use super::stage::Stage;
use super::workers::hire;

/// Password hashes of one core, those at work and those that wait: what auth has places for.
const PLACES_PER_CORE: usize = 17;
/// So many times more sign-ins than places.
const TIMES: usize = 5;

#[derive(Debug, Serialize)]
pub struct Flood {
    pub connections: usize,
    pub logins_per_second_per_core: f64,
    /// Those that were told to come back later.
    pub shed: u64,
    /// Of those that got in, while others read.
    pub p99_ms: f64,
    /// Others meanwhile: profiles and the bare hop.
    pub verify_profile: Row,
    pub hop: Row,
}

impl Flood {
    /// Verified profiles in relation to bare hops.
    pub fn share(&self) -> f64 {
        self.verify_profile.per_second / self.hop.per_second
    }
}

pub async fn run(stage: &Stage, window: Window) -> Result<Flood> {
    let cores = available_parallelism()?.get();
    let connections = cores * PLACES_PER_CORE * TIMES;
    let (hop, _) = beside(stage, Line::Hop, connections, window).await?;
    let (verify_profile, logins) = beside(stage, Line::VerifyProfile, connections, window).await?;
    Ok(Flood {
        connections,
        logins_per_second_per_core: logins.per_second / count(u64::try_from(cores)?),
        shed: logins.shed,
        p99_ms: logins.p99_ms,
        verify_profile,
        hop,
    })
}

/// Measures a line and the flood of sign-ins at the same time.
async fn beside(stage: &Stage, line: Line, connections: usize, window: Window) -> Result<(Row, Row)> {
    let others = hire(stage, line, BUSY).await?;
    let logins = hire(stage, Line::Login, connections).await?;
    let measured = load::run(others, window, &stage.crew);
    let flood = load::run(logins, window, &stage.crew);
    let (measured, flood) = tokio::try_join!(measured, flood)?;
    Ok((Row::of(line, &measured), Row::of(Line::Login, &flood)))
}
