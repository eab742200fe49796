use std::{fmt, future::Future, io::Write as _, process::ExitCode, sync::Arc};

use telemetry::Telemetry;

use crate::{
    Process, Redis, Runtime,
    process::Environment,
    settings::{Fault, Reader},
};

/// What `--check-env --online` found out about something outside.
pub struct Probe {
    /// The variable that leads to it.
    pub variable: &'static str,
    /// None when it answered.
    pub trouble: Option<String>,
}

impl Probe {
    /// Notes whether something answered, and all that its error tells.
    pub fn of<T, E: fmt::Display>(variable: &'static str, answer: Result<T, E>) -> Self {
        Self { variable, trouble: answer.err().map(|error| format!("{error:#}")) }
    }
}

/// A process of ours: how its settings are read, and how it runs.
pub trait Service {
    /// As in product section 1.4.
    const NAME: &'static str;
    /// Text of `config/default.toml`.
    const DEFAULTS: &'static str;
    /// What the service reads besides [`Process`].
    type Settings: Send + 'static;

    /// Reads the settings, noting every fault.
    fn read(reader: &mut Reader, process: &Process) -> Self::Settings;

    /// Asks everything outside, Redis excepted, whether it answers.
    fn probe(process: &Process, settings: &Self::Settings) -> impl Future<Output = Vec<Probe>> + Send;

    /// Runs until the runtime stops it.
    fn run(settings: Self::Settings, runtime: Runtime) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// The whole life of a process: settings, telemetry, run, drain. `--check-env [--online]` reads the settings, tells every
/// fault and ends; `--env-example` prints the names of all settings and ends.
#[must_use]
pub fn start<S: Service>() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut reader = match reader::<S>() {
        Ok(reader) => reader,
        Err(error) => return end_with(&[format!("{}: {error:#}", S::NAME)]),
    };
    let process = Process::read(&mut reader);
    let settings = S::read(&mut reader, &process);
    if arguments.iter().any(|argument| argument == "--env-example") {
        return print(&reader.example());
    }
    let (faults, warnings) = reader.finish();
    let lines =
        |faults: &[Fault]| faults.iter().map(|fault| format!("{}: {fault}", S::NAME)).collect::<Vec<_>>();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return end_with(&[format!("{}: no runtime: {error}", S::NAME)]),
    };
    if arguments.iter().any(|argument| argument == "--check-env") {
        tell(&lines(&warnings));
        let mut told = lines(&faults);
        if faults.is_empty() && arguments.iter().any(|argument| argument == "--online") {
            told.extend(runtime.block_on(probe::<S>(&process, &settings)));
        }
        return end_with(&told);
    }
    if !faults.is_empty() {
        return end_with(&lines(&faults));
    }
    match runtime.block_on(run::<S>(process, settings, &warnings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => end_with(&[format!("{}: {error:#}", S::NAME)]),
    }
}

fn reader<S: Service>() -> Result<Reader, config::ConfigError> {
    let defaults = format!("{}\n{}", include_str!("../config/default.toml"), S::DEFAULTS);
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Reader::new(&defaults, variables)
}

fn print(text: &str) -> ExitCode {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn probe<S: Service>(process: &Process, settings: &S::Settings) -> Vec<String> {
    let mut probes = S::probe(process, settings).await;
    let redis = async { Redis::connect(process)?.ping().await.map_err(anyhow::Error::from) };
    probes.push(Probe::of("REDIS_URL", redis.await));
    let troubles = probes.into_iter().filter_map(|probe| Some((probe.variable, probe.trouble?)));
    troubles.map(|(variable, trouble)| format!("{}: {variable}: {trouble}", S::NAME)).collect()
}

async fn run<S: Service>(process: Process, settings: S::Settings, warnings: &[Fault]) -> anyhow::Result<()> {
    let telemetry = Arc::new(Telemetry::start(S::NAME, &process.telemetry)?);
    for warning in warnings {
        tracing::warn!(variable = warning.variable, "{}", warning.message);
    }
    if process.environment == Environment::Local {
        tracing::debug!("local environment: stand-ins are allowed");
    }
    let runtime = Runtime::new(S::NAME, process, telemetry.clone()).await?;
    let answer = S::run(settings, runtime.clone()).await;
    runtime.drain().await;
    tokio::task::spawn_blocking(move || telemetry.stop()).await?;
    answer
}

fn end_with(lines: &[String]) -> ExitCode {
    tell(lines);
    if lines.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn tell(lines: &[String]) {
    let mut stderr = std::io::stderr().lock();
    for line in lines {
        // There is nobody left to tell when this fails.
        let _ = writeln!(stderr, "{line}");
    }
}
