//! What both binaries do round their server: log, say that they are ready, wait until they are told to stop.

use std::io::{self, IsTerminal, Write};

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Logs to standard error, `info` unless `LOG_LEVEL` says otherwise, so that standard output has the ready line only.
pub fn log_to_stderr() {
    let filter =
        EnvFilter::try_from_env("LOG_LEVEL").unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(io::stderr).init();
}

/// Writes the one line on standard output that tells whoever started this process where it listens.
///
/// # Errors
/// When standard output is closed.
pub fn announce(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Returns at SIGTERM or Ctrl-C.
///
/// # Errors
/// When the signals cannot be listened to.
pub async fn asked_to_stop() -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupt = tokio::signal::ctrl_c() => interrupt,
    }
}
