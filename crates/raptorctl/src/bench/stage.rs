//! The running product, a reference beside it, and everybody who takes part.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use deadpool_redis::redis::{self, aio::MultiplexedConnection};
use tokio_postgres::Client;

use super::load::Window;
use super::pool::Pool;
use super::reference;
use super::usage::Crew;
use super::wire::authority;
use crate::data_dir::{DataDir, read_json};
use crate::journey::Answers;
use crate::population::{Population, Stage as Life};
use crate::processes::ProcessSet;
use crate::secrets::Secrets;
use crate::servers::connect;
use crate::stack::{self, Addresses, Changes, UpOptions};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// The limits of the product would be all that is measured, and no job is to work on what was prepared.
const SETTINGS: [(&str, &str, &str); 2] =
    [("gateway", "RATE_LIMIT_FACTOR", "1000000"), ("bcm", "BCM_AUTO_REBUILD_SECONDS", "86400")];

/// Where it is set.
pub struct Place<'a> {
    pub data: &'a DataDir,
    pub binaries: &'a Path,
}

pub struct Stage {
    pub addresses: Addresses,
    /// `host:port` of the gateway, to connect to and to name.
    pub gateway: String,
    pub host: String,
    /// `host:port` of the bare front.
    pub front: String,
    pub owner: Client,
    pub redis: MultiplexedConnection,
    pub crew: Crew,
    pub answers: Answers,
    pub population: Population,
    pub twins: Prepared,
}

/// Who is used for what.
pub struct Prepared {
    /// They read, several at a time.
    pub ready: Pool,
    /// Their copies in the cache are taken away meanwhile.
    pub emptied: Pool,
    pub saving: Pool,
    pub signing_in: Arc<Pool>,
    /// These are used once each.
    pub paying: Arc<Pool>,
    pub finalizing: Arc<Pool>,
    pub rebuilding: Arc<Pool>,
    /// Numbers of notices of the provider.
    pub notices: Arc<Pool>,
}

/// Requests per second that are prepared for, where each needs a workspace of its own.
const PAYING: u64 = 700;
const FINALIZING: u64 = 100;
const REBUILDING: u64 = 150;

impl Stage {
    /// Starts everything in an empty folder and prepares for so many measurements of each kind.
    pub async fn set(
        place: &Place<'_>,
        (measurements, window): (u64, Window),
        processes: &mut ProcessSet,
        terminal: Terminal,
    ) -> Result<Self> {
        let Place { data, binaries } = *place;
        let settings = SETTINGS.map(|(process, name, value)| (process, name, value.to_owned())).to_vec();
        let changes = Changes { settings, ..Changes::default() };
        let options = UpOptions::of_trial(data, binaries.to_owned(), changes);
        let addresses = stack::start(data, &options, processes, terminal).await?;
        let front = reference::start(binaries, &addresses.redis, processes).await?;
        let owner = connect(&addresses.postgres).await?;
        let redis = redis::Client::open(addresses.redis.as_str())?.get_multiplexed_async_connection().await?;
        let answers = Answers::read(&Answers::first_of(Workspace::find().await?.root())?)?;
        let secrets: Secrets = read_json(&data.secrets_file())?;

        let step = terminal.step("A founder went through the product");
        let key = &secrets.jwt_signing_key;
        let mut population = Population::found(&addresses, &answers, key, &owner, terminal).await?;
        step.done();
        let step = terminal.step("The founder has company");
        let twins = Prepared::add(&mut population, &owner, measurements, window).await?;
        population.settle(&owner).await?;
        step.done();

        let host = authority(&addresses.gateway)?.to_owned();
        let gateway = host.replace("localhost", "127.0.0.1");
        let crew = Crew::living(processes.records());
        let mut stage =
            Self { addresses, gateway, host, front, owner, redis, crew, answers, population, twins };
        reference::fill(&mut stage).await?;
        Ok(stage)
    }

    /// More workspaces that are ready, and more sessions of which not all steps are answered yet.
    pub async fn grow(&mut self, ready: u64, open: u64) -> Result<()> {
        self.population.add(&self.owner, Life::Ready, ready).await?;
        self.population.add(&self.owner, Life::Answered, open).await?;
        self.population.settle(&self.owner).await
    }
}

impl Prepared {
    async fn add(
        population: &mut Population,
        owner: &Client,
        measurements: u64,
        window: Window,
    ) -> Result<Self> {
        let seconds = (window.warm_up + window.measured).as_secs() + 1;
        let mut some = async |stage, number| population.add(owner, stage, number).await;
        let mut each = async |stage, pace| {
            anyhow::Ok(Arc::new(Pool::once(some(stage, pace * seconds * measurements).await?)))
        };
        let (paying, finalizing) = (each(Life::New, PAYING).await?, each(Life::Answered, FINALIZING).await?);
        let rebuilding = each(Life::Edited, REBUILDING).await?;
        Ok(Self {
            ready: Pool::in_turn(some(Life::Ready, READING).await?),
            emptied: Pool::in_turn(some(Life::Ready, MOST_WORKERS).await?),
            saving: Pool::in_turn(some(Life::Answered, MOST_WORKERS).await?),
            signing_in: Arc::new(Pool::in_turn(some(Life::Ready, 4 * MOST_WORKERS).await?)),
            paying,
            finalizing,
            rebuilding,
            notices: Arc::new(Pool::once(0..u64::MAX)),
        })
    }
}

/// Workspaces that are read from.
const READING: u64 = 10;
/// Each saves in a session of its own.
const MOST_WORKERS: u64 = 128;
