//! Breaks what the plan says, mends it, and waits until the product works again.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::Signal;
use serde::Serialize;
use sims::phonepe::{Treatment, WebhookRules};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::clock;
use super::fault::{Fault, Provider};
use super::plan::Strike;
use super::probe::{Probe, Reach};
use super::schedule::Schedule;
use super::stage::Stage;
use crate::terminal::Terminal;

/// Whatever broke works again by then.
const RECOVERS_WITHIN: Duration = Duration::from_secs(90);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What came of a fault.
#[derive(Debug, Serialize)]
pub struct Recovery {
    #[serde(flatten)]
    pub strike: Strike,
    /// From the strike, or from its mending, to the first round of calls that all succeeded; `None` when there was none.
    pub seconds: Option<f64>,
}

/// Goes through the plan, one fault after the other.
pub async fn run(
    strikes: &[Strike],
    stage: &Stage,
    schedule: &Schedule,
    probe: &mut Probe,
    terminal: Terminal,
) -> Result<Vec<Recovery>> {
    let mut recoveries = Vec::new();
    for (number, strike) in strikes.iter().enumerate() {
        if !schedule.reached(strike.at).await {
            break;
        }
        schedule.open(strikes.get(number + 1));
        tokio::time::sleep(strike.delay()).await;
        let name = strike.fault.name();
        break_it(strike.fault, stage).await.with_context(|| format!("{name} failed"))?;
        if strike.fault.lasts() {
            tokio::time::sleep(strike.hold()).await;
            mend(strike.fault, stage).await.with_context(|| format!("{name} cannot be mended"))?;
        }
        let seconds = recovered(strike.fault, probe).await;
        let told = seconds.map_or("did not recover".to_owned(), |seconds| format!("{seconds:.2} s"));
        terminal.line(&format!("  {:>4}/{} {name:<34} {told}", number + 1, strikes.len()));
        recoveries.push(Recovery { strike: strike.clone(), seconds });
    }
    Ok(recoveries)
}

async fn break_it(fault: Fault, stage: &Stage) -> Result<()> {
    match fault {
        Fault::Kill { process } => signal(stage, process, Signal::SIGKILL).await,
        Fault::RestartPostgres => signal(stage, "postgres", Signal::SIGINT).await,
        Fault::WipeRedis => wipe(&stage.addresses.redis).await,
        Fault::Hang { server } => {
            stage.lines.hang(server);
            Ok(())
        }
        Fault::Line { line, trouble } => {
            stage.lines.trouble(line, trouble);
            Ok(())
        }
        Fault::Provider { how } => provider(how, stage).await,
        Fault::Webhooks { how } => {
            let rules = WebhookRules { treatment: how.treatment(), ..stage.control.webhooks().await? };
            Ok(stage.control.set_webhooks(&rules).await.map(drop)?)
        }
        Fault::Mail { how } => Ok(stage.inbox.set_faults(&[how.planned()]).await?),
        Fault::Clock { seconds } => {
            stage.control.advance_clock(seconds).await?;
            clock::age(&stage.owner().await?, seconds).await
        }
        Fault::ProviderClock { seconds } => Ok(stage.control.advance_clock(seconds).await.map(drop)?),
    }
}

async fn provider(how: Provider, stage: &Stage) -> Result<()> {
    match how.planned() {
        Some(fault) => Ok(stage.control.add_fault(fault).await.map(drop)?),
        None => Ok(stage.control.revoke_tokens().await?),
    }
}

async fn mend(fault: Fault, stage: &Stage) -> Result<()> {
    match fault {
        Fault::Hang { .. } | Fault::Line { .. } => {
            stage.lines.restore();
            Ok(())
        }
        Fault::Provider { .. } => Ok(stage.control.clear_faults().await?),
        Fault::Webhooks { .. } => {
            let rules = WebhookRules { treatment: Treatment::default(), ..stage.control.webhooks().await? };
            stage.control.set_webhooks(&rules).await?;
            Ok(stage.control.release(&[]).await.map(drop)?)
        }
        Fault::Mail { .. } => Ok(stage.inbox.set_faults(&[]).await?),
        Fault::Kill { .. }
        | Fault::RestartPostgres
        | Fault::WipeRedis
        | Fault::Clock { .. }
        | Fault::ProviderClock { .. } => Ok(()),
    }
}

async fn recovered(fault: Fault, probe: &mut Probe) -> Option<f64> {
    let since = Instant::now();
    while since.elapsed() < RECOVERS_WITHIN {
        if probe.works(Reach::of(fault)).await {
            return Some(since.elapsed().as_secs_f64());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    None
}

/// Signals the process that runs under this name now, or one of those that are Redis, and sees it end.
async fn signal(stage: &Stage, name: &str, signal: Signal) -> Result<()> {
    let name = if name == "redis" { stage.victim() } else { name };
    let living = stage.records.living().into_iter().find(|record| record.name == name);
    let process = living.with_context(|| format!("{name} does not run"))?.identity;
    process.signal(signal);
    ensure!(process.gone_within(RECOVERS_WITHIN).await, "{name} does not end");
    Ok(())
}

/// Nothing that Redis knew is left.
async fn wipe(urls: &str) -> Result<()> {
    for url in urls.split(',') {
        wipe_server(url).await?;
    }
    Ok(())
}

async fn wipe_server(url: &str) -> Result<()> {
    let known = url.strip_prefix("redis://:").and_then(|rest| rest.split_once('@'));
    let (password, address) = known.context("the address of Redis has no password")?;
    let mut stream = TcpStream::connect(address).await.context("Redis does not answer")?;
    stream.write_all(format!("AUTH {password}\r\nFLUSHALL\r\nQUIT\r\n").as_bytes()).await?;
    let mut said = String::new();
    stream.read_to_string(&mut said).await?;
    if said != "+OK\r\n+OK\r\n+OK\r\n" {
        bail!("Redis answered {said:?}");
    }
    Ok(())
}
