use std::{future::Future, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::FutureExt as _;
use telemetry::Telemetry;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Health, Process, Redis, admin};

/// What a running process shares: its common settings, Redis, health, and the word to stop.
#[derive(Clone)]
pub struct Runtime {
    /// The common settings.
    pub process: Process,
    /// Redis, whether or not it answers.
    pub redis: Redis,
    /// What readiness depends on.
    pub health: Health,
    leave: CancellationToken,
    shutdown: CancellationToken,
    tasks: TaskTracker,
}

/// How long work may go on after the word to stop.
pub(crate) const DRAIN: Duration = Duration::from_secs(20);

impl Runtime {
    /// Without admin listener, telemetry and signals: for a service inside another process, such as a test. Stop it with
    /// [`Runtime::drain`].
    ///
    /// # Errors
    /// When the address of Redis is unusable.
    pub fn embedded(name: &'static str, process: Process) -> anyhow::Result<Self> {
        let redis = Redis::connect(&process)?;
        let health = Health::new(name);
        let probe = redis.clone();
        health.helpful("redis", move || {
            let redis = probe.clone();
            async move { redis.ping().await.map_err(|error| error.to_string()) }
        });
        let (leave, shutdown) = (CancellationToken::new(), CancellationToken::new());
        Ok(Self { process, redis, health, leave, shutdown, tasks: TaskTracker::new() })
    }

    pub(crate) async fn new(
        name: &'static str,
        process: Process,
        telemetry: Arc<Telemetry>,
    ) -> anyhow::Result<Self> {
        let runtime = Self::embedded(name, process)?;
        let admin = admin::serve(runtime.process.admin_listen, runtime.health.clone(), telemetry).await?;
        let stop = admin.handle();
        tokio::spawn(admin);
        // The admin listener stays until the work has drained, so that readiness can say "stopping".
        let tasks = runtime.tasks.clone();
        tokio::spawn(async move {
            tasks.wait().await;
            stop.stop(true).await;
        });
        runtime.stop_on_signals()?;
        Ok(runtime)
    }

    /// Resolves when the process is about to stop: what clients begin from now on should go elsewhere, and is still served.
    pub fn leaving(&self) -> impl Future<Output = ()> + Send + 'static {
        self.leave.clone().cancelled_owned()
    }

    /// Whether that has come.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        self.leave.is_cancelled()
    }

    /// Resolves at the word to stop: nothing new is taken any more.
    pub fn stopping(&self) -> impl Future<Output = ()> + Send + 'static {
        self.shutdown.clone().cancelled_owned()
    }

    /// Runs something beside the service; it must end by itself soon after [`Runtime::stopping`].
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Runs `job` now and then `period` after it has ended, until the process is about to
    /// stop. A failed run, even one that panicked, is
    /// logged and the next one comes as usual.
    pub fn every<J, F>(&self, name: &'static str, period: Duration, mut job: J)
    where
        J: FnMut() -> F + Send + 'static,
        F: Future<Output = anyhow::Result<()>> + Send,
    {
        let leave = self.leave.clone();
        self.spawn(async move {
            while !leave.is_cancelled() {
                let run = AssertUnwindSafe(job()).catch_unwind().await;
                if let Err(error) = run.unwrap_or_else(|_| Err(anyhow::anyhow!("it panicked"))) {
                    tracing::error!(job = name, error = format!("{error:#}"), "job failed");
                }
                tokio::select! {
                    () = leave.cancelled() => return,
                    () = tokio::time::sleep(period) => {}
                }
            }
        });
    }

    fn stop_on_signals(&self) -> anyhow::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let runtime = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("stopping");
            tokio::spawn(async move { runtime.leave().await });
            // Whoever asks twice does not want to wait.
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(1);
        });
        Ok(())
    }

    /// Stops being ready, goes on serving for `SHUTDOWN_DELAY_SECONDS` so that whoever balances can notice, and gives the word to
    /// stop.
    pub async fn leave(&self) {
        self.health.stopping();
        self.leave.cancel();
        tokio::time::sleep(self.process.shutdown_delay).await;
        self.shutdown.cancel();
    }

    /// Gives the word to stop and waits until the work has ended, 20 s at most.
    pub async fn drain(&self) {
        self.leave.cancel();
        self.shutdown.cancel();
        self.tasks.close();
        if tokio::time::timeout(DRAIN, self.tasks.wait()).await.is_err() {
            tracing::warn!("work was cut off at the end of the drain time");
        }
    }
}
