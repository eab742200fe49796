//! `reference`: one of the bare processes that `bench` compares the services with.

use std::process::ExitCode;

use anyhow::Result;

use crate::bench::reference;
use crate::cli::Part;

pub async fn run(part: Part) -> Result<ExitCode> {
    match part {
        Part::Front { listen, back } => reference::serve_front(listen, back).await?,
        Part::Back { listen, redis } => reference::serve_back(listen, &redis).await?,
    }
    Ok(ExitCode::SUCCESS)
}
