use std::{
    collections::HashMap,
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use deadpool_redis::redis::{
    ConnectionInfo, ErrorKind, FromRedisValue, RedisError as Trouble, RedisResult, ServerErrorKind, Value,
    cluster_routing::Slot, cmd,
};
use futures::future::try_join_all;
use tokio::{
    runtime::Handle,
    sync::{Notify, watch},
    time::sleep,
};

use self::layout::{Address, Layout};
use super::{RedisError, line::Line, request::Request};

mod layout;

/// Looks at the layout that are asked for meanwhile are one.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);
/// A slot on the way moves a command twice at most: to its new owner, and on from there.
const REDIRECTIONS: usize = 3;

/// The nodes of a Redis Cluster, each behind a line of its own: one that is away or silent holds up nobody who asks another.
/// Who owns a slot is asked of the nodes whenever a command was sent elsewhere or failed.
#[derive(Clone)]
pub struct Cluster(Arc<Inner>);

struct Inner {
    /// Always known, so that the cluster is found again after all of its nodes were replaced.
    seeds: Vec<Address>,
    /// How all nodes are spoken to: by the user and with the encryption of the first seed.
    manner: ConnectionInfo,
    /// To seeds, to owners of slots, and to nodes that were named since the last look.
    lines: Mutex<HashMap<Address, Line>>,
    layout: watch::Sender<Known>,
    stale: Notify,
    looks: AtomicUsize,
    /// The runtime that connections live on.
    home: Handle,
}

enum Known {
    /// The very first look is under way and worth waiting for.
    Opening,
    Layout(Layout),
    Nothing(RedisError),
}

impl Cluster {
    /// Looks for the nodes in the background.
    pub fn open(seeds: Vec<ConnectionInfo>) -> RedisResult<Self> {
        let missing =
            || Trouble::from(io::Error::new(io::ErrorKind::InvalidInput, "nodes have host and port"));
        let addresses: Option<Vec<Address>> = seeds.iter().map(|seed| Address::exact(seed.addr())).collect();
        let cluster = Self(Arc::new(Inner {
            seeds: addresses.ok_or_else(missing)?,
            manner: seeds.into_iter().next().ok_or_else(missing)?,
            lines: Mutex::default(),
            layout: watch::Sender::new(Known::Opening),
            stale: Notify::new(),
            looks: AtomicUsize::new(0),
            home: Handle::current(),
        }));
        for seed in &cluster.0.seeds {
            cluster.line_to(seed.clone())?;
        }
        cluster.0.home.spawn(cluster.clone().follow());
        Ok(cluster)
    }

    /// Asks the owner of a slot.
    pub async fn ask<T: FromRedisValue>(&self, slot: Slot, request: &Request) -> Result<T, RedisError> {
        let (mut line, mut asking) = (self.owner(slot).await?, false);
        for _ in 0..REDIRECTIONS {
            let error = match line.ask(request, asking).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let (kind, elsewhere) = match &error {
                RedisError::Command(trouble) => (trouble.kind(), self.redirected(trouble, &line)?),
                RedisError::Away(_) | RedisError::Address(_) => (ErrorKind::Io, None),
            };
            asking = kind == ErrorKind::Server(ServerErrorKind::Ask);
            if !asking {
                self.0.stale.notify_one();
            }
            line = match (elsewhere, error) {
                (Some(elsewhere), _) => elsewhere,
                // It answers, but serves nothing: a node that it needs is away.
                (None, RedisError::Command(trouble)) if is_down(&trouble) => {
                    return Err(RedisError::Away(trouble));
                }
                (None, error) => return Err(error),
            };
        }
        Err(RedisError::Away(unserved("the slot moves too often")))
    }

    /// Asks every node that owns slots.
    pub async fn ask_all(&self, request: &Request) -> Result<(), RedisError> {
        let missing = || RedisError::Away(unserved("some slots have no node"));
        let all = |layout: &Layout| layout.is_complete().then(|| layout.lines()).ok_or_else(missing);
        let lines = self.known(all).await?;
        let asked = try_join_all(lines.iter().map(|line| line.ask::<()>(request, false))).await;
        asked.map(drop).inspect_err(|_| self.0.stale.notify_one())
    }

    async fn owner(&self, slot: Slot) -> Result<Line, RedisError> {
        let missing = || RedisError::Away(unserved("the slot has no node"));
        self.known(|layout| layout.owner(slot).cloned().ok_or_else(missing)).await
    }

    /// Looks something up in the layout, and asks for a new one where it knows too little.
    async fn known<T>(
        &self,
        look_up: impl FnOnce(&Layout) -> Result<T, RedisError>,
    ) -> Result<T, RedisError> {
        let mut changes = self.0.layout.subscribe();
        let looked = changes.wait_for(|known| !matches!(known, Known::Opening)).await;
        let found = match looked.as_deref() {
            Ok(Known::Layout(layout)) => look_up(layout),
            Ok(Known::Nothing(error)) => Err(error.clone()),
            Ok(Known::Opening) | Err(_) => unreachable!("the sender lives as long as self"),
        };
        found.inspect_err(|_| self.0.stale.notify_one())
    }

    /// Where a node sends a command that it has no keys for.
    fn redirected(&self, trouble: &Trouble, from: &Line) -> Result<Option<Line>, RedisError> {
        let Some((to, _)) = trouble.redirect_node() else { return Ok(None) };
        let Some(address) = Address::announced(to, from.server()) else { return Ok(None) };
        Ok(Some(self.line_to(address)?))
    }

    fn line_map(&self) -> MutexGuard<'_, HashMap<Address, Line>> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn line_to(&self, address: Address) -> RedisResult<Line> {
        let mut lines = self.line_map();
        if let Some(line) = lines.get(&address) {
            return Ok(line.clone());
        }
        let server = self.0.manner.clone().set_addr(address.in_the_manner_of(self.0.manner.addr()));
        let line = Line::at_home(server, self.0.home.clone())?;
        lines.insert(address, line.clone());
        Ok(line)
    }

    /// Keeps the layout true for as long as anybody asks.
    async fn follow(self) {
        loop {
            self.look().await;
            sleep(BETWEEN_LOOKS).await;
            self.0.stale.notified().await;
        }
    }

    /// Asks one node after the other until one knows the layout. An old one is better than none.
    async fn look(&self) {
        let mut trouble = RedisError::Away(unserved("no node serves slots"));
        for line in self.informants() {
            match self.asked(&line).await {
                Ok(layout) if layout.is_empty() => {}
                Ok(layout) => {
                    let is_needed = |address: &Address| layout.has(address) || self.0.seeds.contains(address);
                    self.line_map().retain(|address, _| is_needed(address));
                    self.0.layout.send_replace(Known::Layout(layout));
                    return;
                }
                Err(error) => trouble = error,
            }
        }
        self.0.layout.send_if_modified(|known| {
            let is_better = !matches!(known, Known::Layout(_));
            if is_better {
                *known = Known::Nothing(trouble);
            }
            is_better
        });
    }

    async fn asked(&self, line: &Line) -> Result<Layout, RedisError> {
        let mut question = cmd("CLUSTER");
        question.arg("SLOTS");
        let answer: Vec<Vec<Value>> = line.ask(&Request::command(question), false).await?;
        Ok(Layout::read(&answer, line.server(), |address| self.line_to(address))?)
    }

    /// Everybody who may know the layout, somebody else first each time: a node that is cut off from the others does not know
    /// that it is.
    fn informants(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.line_map().values().cloned().collect();
        let first = self.0.looks.fetch_add(1, Ordering::Relaxed) % lines.len();
        lines.rotate_left(first);
        lines
    }
}

fn unserved(why: &'static str) -> Trouble {
    io::Error::new(io::ErrorKind::NotConnected, why).into()
}

fn is_down(trouble: &Trouble) -> bool {
    trouble.kind() == ErrorKind::Server(ServerErrorKind::ClusterDown)
}
