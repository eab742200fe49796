//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;

use crate::bench::Line;
use crate::servers::RedisShape;

/// RaptorFlow's local stack, tests and checks.
#[derive(Debug, Parser)]
#[command(name = "cargo raptor", bin_name = "cargo raptor")]
pub struct Cli {
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Start the whole system: private Postgres and Redis, simulators, five services, the web app
    Up(Up),
    /// Stop a running system
    Down(Place),
    /// Show what runs and where it listens
    Status(Place),
    /// Show the logs of a system
    Logs(Logs),
    /// Run the test suite with its own throw-away Postgres and Redis
    Test(Test),
    /// Bring the database schemas of the services up to date
    Migrate(Migrate),
    /// Check the settings of every service in this environment
    CheckEnv(CheckEnv),
    /// Go through the whole product over HTTP as a client would, from sign-up to manifest
    Journey(Journey),
    /// Show with figures that a promise holds
    Prove(Prove),
    /// Measure how fast the services are, next to bare ones on the same machine
    Bench(Bench),
    /// Serve what the services are measured against
    #[command(hide = true)]
    Reference(Reference),
}

#[derive(Debug, Args)]
pub struct Bench {
    /// Measure only this and what it is compared with; may be repeated
    #[arg(long, value_name = "NAME", value_enum)]
    pub only: Vec<Line>,
    /// Seconds of each measurement, its warm-up apart
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub seconds: u64,
    /// Measure again with 100 000 workspaces and 2000 open onboarding sessions, and compare
    #[arg(long)]
    pub growth: bool,
    /// Write the result to this file, too
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Use unoptimised binaries: quick to build, and no measure of anything
    #[arg(long)]
    pub debug: bool,
}

#[derive(Debug, Args)]
pub struct Reference {
    #[command(subcommand)]
    pub part: Part,
}

#[derive(Debug, Clone, Subcommand)]
pub enum Part {
    /// actix-web alone: `/bare` answers at once, `/hop` asks the back
    Front {
        #[arg(long)]
        listen: SocketAddr,
        #[arg(long)]
        back: String,
    },
    /// tonic alone: answers with a value from Redis
    Back {
        #[arg(long)]
        listen: SocketAddr,
        #[arg(long, env = "REDIS_URL", hide_env_values = true)]
        redis: String,
    },
}

#[derive(Debug, Args)]
pub struct Prove {
    #[command(subcommand)]
    pub promise: Promise,
    /// Write the result to this file, too
    #[arg(long, value_name = "FILE", global = true)]
    pub json: Option<PathBuf>,
}

#[derive(Debug, Clone, Subcommand)]
pub enum Promise {
    /// Tenants are kept apart, whatever way one tries to reach another
    Tenants,
    /// Nothing that was acknowledged is lost while processes, servers and lines break
    Faults(Faults),
    /// With two of each service nothing fails when one of them is killed or restarted, and both agree
    Scale(Scale),
    /// Every statement that services send runs on an index, however much is stored
    Plans(Plans),
    /// Whatever is sent to an operation, its answer is one that the API's description names
    Inputs(Inputs),
}

#[derive(Debug, Clone, Args)]
pub struct Plans {
    /// Take the statements from this log of a server that tests ran against, in place of running tests
    #[arg(long, hide = true, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub struct Faults {
    /// How many founders go through the product [default: 40; 2000 in the long form]
    #[arg(long, value_name = "NUMBER")]
    pub journeys: Option<usize>,
    /// How many things break meanwhile [default: 20; 500 in the long form]
    #[arg(long, value_name = "NUMBER")]
    pub faults: Option<usize>,
    /// Repeat the run that had this seed [default: a new one, which is told]
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
    /// The long form
    #[arg(long)]
    pub long: bool,
    #[command(flatten)]
    pub redis: Redis,
}

#[derive(Debug, Clone, Args)]
pub struct Scale {
    /// Kill those that the run with this seed killed [default: a new one, which is told]
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
}

#[derive(Debug, Clone, Args)]
pub struct Inputs {
    /// How often each operation is called at least
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    pub examples: usize,
    /// Repeat the run that had this seed [default: a new one, which is told]
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u32>,
}

#[derive(Debug, Args)]
pub struct Place {
    /// Folder of the system's data [default: .raptor in the workspace]
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
}

/// Makes Redis a cluster in every system that tests start.
pub const REDIS_CLUSTER: &str = "RAPTOR_REDIS_CLUSTER";

#[derive(Debug, Clone, Args)]
pub struct Redis {
    /// Let Redis be a cluster of three nodes
    #[arg(long, env = REDIS_CLUSTER)]
    pub redis_cluster: bool,
}

impl Redis {
    pub fn shape(&self) -> RedisShape {
        if self.redis_cluster { RedisShape::Cluster } else { RedisShape::One }
    }
}

#[derive(Debug, Args)]
pub struct Up {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub redis: Redis,
    /// Build and run optimised binaries
    #[arg(long)]
    pub release: bool,
    /// Port of the gateway [default: 3000, else the next free one]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Return when all is ready; stop it with `down`
    #[arg(long)]
    pub detach: bool,
    /// End when this process does, and leave no data behind then
    #[arg(long, hide = true, value_name = "PID")]
    pub on_behalf_of: Option<i32>,
    /// Run as the process behind `--detach`, with the binaries of this folder
    #[arg(long, hide = true, value_name = "FOLDER")]
    pub supervise: Option<PathBuf>,
    /// Serve the built web app of this folder
    #[arg(long, hide = true, value_name = "FOLDER")]
    pub web: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Logs {
    #[command(flatten)]
    pub place: Place,
    /// Keep printing what is added
    #[arg(long, short)]
    pub follow: bool,
    /// How many of the last lines of each process
    #[arg(long, short = 'n', default_value_t = 20)]
    pub lines: usize,
    /// Processes to show [default: all]
    pub processes: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Test {
    #[command(flatten)]
    pub redis: Redis,
    /// Filter and arguments for `cargo test`; with any of them the web app and the plans of statements are left out
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<OsString>,
}

#[derive(Debug, Args)]
pub struct Migrate {
    /// Address of the database with the rights of the owner
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: SecretString,
}

#[derive(Debug, Args)]
pub struct CheckEnv {
    /// Also ask Postgres, Redis and the providers whether they answer
    #[arg(long)]
    pub online: bool,
}

#[derive(Debug, Args)]
pub struct Journey {
    /// Address of the gateway [default: that of the running system]
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Answers to give [default: the first of tests/journeys/answers]
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Addresses of a running system [default: stack.json of the data folder]
    #[arg(long, value_name = "FILE")]
    pub stack: Option<PathBuf>,
    #[command(flatten)]
    pub place: Place,
    /// Print one JSON document per step, and the result last
    #[arg(long)]
    pub json: bool,
}
