//! The auth process.

use std::process::ExitCode;

fn main() -> ExitCode {
    bootstrap::start::<auth::App>()
}
