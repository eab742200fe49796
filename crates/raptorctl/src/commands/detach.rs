//! `up --detach`: starts the supervisor in a session of its own and shows its steps until it is ready.

use std::fs::File;
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::Signal;
use tokio::process::{Child, Command};

use crate::data_dir::{DataDir, Phase};
use crate::processes::{Identity, Signals};
use crate::servers::RedisShape;
use crate::stack::UpOptions;
use crate::terminal::Terminal;

const LOOK_EVERY: Duration = Duration::from_millis(50);

pub async fn start(options: &UpOptions, data: &DataDir, terminal: Terminal) -> Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let log = data.log_of("supervisor");
    let mut child = spawn(options, &log)?;
    let supervisor = child.id().and_then(|pid| Identity::of(i32::try_from(pid).ok()?));
    let mut shown = 0;
    loop {
        tokio::select! {
            status = child.wait() => {
                show(&log, &mut shown, terminal);
                // whatever it answers, a supervisor that is gone has not left a running system
                status.context("the supervisor is lost")?;
                return Ok(ExitCode::FAILURE);
            }
            () = signals.next() => {
                if let Some(supervisor) = &supervisor {
                    supervisor.signal(Signal::SIGTERM);
                }
            }
            () = tokio::time::sleep(LOOK_EVERY) => {
                show(&log, &mut shown, terminal);
                if data.run().is_some_and(|run| run.phase == Phase::Ready && Some(&run.supervisor) == supervisor.as_ref()) {
                    break;
                }
            }
        }
    }
    show(&log, &mut shown, terminal);
    terminal.dim("  It runs behind. See `cargo raptor status`, `cargo raptor logs -f`, `cargo raptor down`.");
    Ok(ExitCode::SUCCESS)
}

fn spawn(options: &UpOptions, log: &Path) -> Result<Child> {
    let output = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    // a build may have replaced the file this process was started from
    let built = options.binaries.join("raptorctl");
    let own = if built.is_file() {
        built
    } else {
        std::env::current_exe().context("the path of this command is unknown")?
    };
    let mut command = Command::new(own);
    command.arg("up").arg("--supervise").arg(&options.binaries).arg("--data-dir").arg(&options.data_dir);
    if let Some(web) = &options.web {
        command.arg("--web").arg(web);
    }
    if let Some(port) = options.port {
        command.arg("--port").arg(port.to_string());
    }
    if options.redis == RedisShape::Cluster {
        command.arg("--redis-cluster");
    }
    if let Some(process) = &options.on_behalf_of {
        command.arg("--on-behalf-of").arg(process.pid.to_string());
    }
    let errors = output.try_clone()?;
    command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .context("the supervisor cannot be started")
}

/// Prints the whole lines that were added to the log.
fn show(log: &Path, shown: &mut usize, terminal: Terminal) {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let Some(end) = text.rfind('\n') else { return };
    for line in text.get(*shown..end).unwrap_or_default().lines() {
        terminal.line(line);
    }
    *shown = end + 1;
}
