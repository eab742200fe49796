//! The onboarding service as a process.

use std::process::ExitCode;

fn main() -> ExitCode {
    bootstrap::start::<onboarding::App>()
}
