//! The operator's command, run as `cargo raptor <task>`: local stack, tests, migrations, settings check, journey,
//! proofs, measurements.

use std::process::ExitCode;

use clap::Parser;

mod apt;
mod bench;
mod cli;
mod commands;
mod data_dir;
mod journey;
mod logs;
mod population;
mod ports;
mod processes;
mod prove;
mod scratch;
mod secrets;
mod servers;
mod stack;
mod terminal;
mod web;
mod workspace;

#[tokio::main]
async fn main() -> ExitCode {
    let terminal = terminal::Terminal::stdout();
    match commands::run(cli::Cli::parse(), terminal).await {
        Ok(code) => code,
        Err(error) => {
            terminal.failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
