use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;
use tokio::{runtime::Handle, sync::Notify, task::JoinHandle};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    faults::{Fault, Operation},
    settings::Settings,
    webhooks,
    world::World,
};

/// The one thing behind every door: the world under its lock, and the webhooks that leave it.
pub struct Simulator {
    pub settings: Settings,
    /// Where browsers find the hosted page.
    pub origin: String,
    pub http: reqwest::Client,
    pub stop: CancellationToken,
    pub tasks: TaskTracker,
    /// Told after every change, for the state file.
    pub changed: Notify,
    world: Mutex<World>,
    /// Workers of the HTTP server have runtimes of their own that end with it; webhooks must not.
    runtime: Handle,
}

impl Simulator {
    pub fn new(settings: Settings, origin: String, world: World) -> Self {
        Self {
            settings,
            origin,
            http: reqwest::Client::new(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            changed: Notify::new(),
            world: Mutex::new(world),
            runtime: Handle::current(),
        }
    }

    pub fn now(&self) -> OffsetDateTime {
        self.lock().now()
    }

    pub fn read<T>(self: &Arc<Self>, look: impl FnOnce(&World) -> T) -> T {
        let (answer, settled, outgoing) = {
            let mut world = self.lock();
            let settled = world.settle();
            (look(&world), settled, world.take_outgoing())
        };
        if settled {
            self.changed.notify_one();
        }
        self.launch_all(outgoing);
        answer
    }

    pub fn change<T>(self: &Arc<Self>, act: impl FnOnce(&mut World) -> T) -> T {
        self.change_and_launch(act).0
    }

    /// Also hands back the webhooks that it set off, for whoever wants to wait for them.
    pub fn change_and_launch<T>(
        self: &Arc<Self>,
        act: impl FnOnce(&mut World) -> T,
    ) -> (T, Vec<JoinHandle<()>>) {
        let (answer, outgoing) = {
            let mut world = self.lock();
            world.settle();
            let answer = act(&mut world);
            world.touched();
            world.settle();
            (answer, world.take_outgoing())
        };
        self.changed.notify_one();
        (answer, self.launch_all(outgoing))
    }

    pub fn arrived(&self, operation: Operation) -> Option<Fault> {
        let fault = self.lock().arrived(operation);
        self.changed.notify_one();
        fault
    }

    /// Sends a delivery in the background.
    pub fn launch(self: &Arc<Self>, delivery: u64) -> JoinHandle<()> {
        let (sim, stop) = (Arc::clone(self), self.stop.clone());
        let sending = async move {
            stop.run_until_cancelled(webhooks::deliver(sim, delivery)).await;
        };
        self.tasks.spawn_on(sending, &self.runtime)
    }

    pub fn snapshot(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&*self.lock())
    }

    fn launch_all(self: &Arc<Self>, outgoing: Vec<u64>) -> Vec<JoinHandle<()>> {
        outgoing.into_iter().map(|delivery| self.launch(delivery)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
