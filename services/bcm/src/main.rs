//! The bcm process.

use std::process::ExitCode;

fn main() -> ExitCode {
    bootstrap::start::<bcm::Bcm>()
}
