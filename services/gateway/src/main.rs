//! Starts the gateway.

use std::process::ExitCode;

fn main() -> ExitCode {
    bootstrap::start::<gateway::App>()
}
