//! The payments process.

use std::process::ExitCode;

fn main() -> ExitCode {
    bootstrap::start::<payments::App>()
}
