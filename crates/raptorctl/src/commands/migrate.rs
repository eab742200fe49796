//! `migrate`: what a deployment runs before the new version starts.

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::Migrate;
use crate::stack;
use crate::terminal::Terminal;

pub async fn run(asked: &Migrate, terminal: Terminal) -> Result<ExitCode> {
    stack::migrate(&asked.database_url, terminal).await?;
    Ok(ExitCode::SUCCESS)
}
