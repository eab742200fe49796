//! What the services are compared with: the same libraries on the same machine, without anything of ours in between.

mod back;
mod front;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use deadpool_redis::redis::AsyncCommands as _;

pub use back::serve as serve_back;
pub use front::serve as serve_front;

use super::stage::Stage;
use crate::ports::Ports;
use crate::processes::{ProcessSet, Readiness, Spec, StopBy, Tier};
use crate::servers::Account;

const FRONT: &str = "bare-front";
const BACK: &str = "bare-back";
const START: Duration = Duration::from_secs(30);
/// Where the back finds its value.
const KEY: &str = "bare:value";

/// Starts the bare processes and answers with where the front listens.
pub async fn start(binaries: &Path, redis: &str, processes: &mut ProcessSet) -> Result<String> {
    let mut ports = Ports::plain(&[FRONT, BACK], &BTreeMap::new())?;
    let (front, back) = (ports.of(FRONT)?, ports.of(BACK)?);
    let listen = |port: u16| format!("127.0.0.1:{port}");
    let front_args =
        vec!["--listen".to_owned(), listen(front), "--back".to_owned(), format!("http://{}", listen(back))];
    let back_args = vec!["--listen".to_owned(), listen(back)];
    for (name, part, args, port) in [(BACK, "back", back_args, back), (FRONT, "front", front_args, front)] {
        ports.release(name);
        let args = ["reference".to_owned(), part.to_owned()].into_iter().chain(args);
        processes.start(Spec {
            name: name.to_owned(),
            program: binaries.join("raptorctl"),
            args: args.map(Into::into).collect(),
            env: vec![("REDIS_URL", redis.to_owned())],
            account: Account::Own,
            readiness: Readiness::Listening(port),
            stop_by: StopBy::Term,
            tier: Tier::Services,
        })?;
    }
    processes.until_ready([BACK, FRONT], START).await?;
    Ok(listen(front))
}

/// Puts as much where the back looks as the cache holds of a manifest, and makes the table of the bare insert.
pub async fn fill(stage: &mut Stage) -> Result<()> {
    let workspace = stage.population.founder.workspace(0)?;
    let copy: Vec<u8> = stage.redis.get(format!("bcm:tier0:{{{workspace}}}")).await?;
    stage.redis.set::<_, _, ()>(KEY, copy).await?;
    let table = "CREATE SCHEMA bare;
                 CREATE TABLE bare.saves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document jsonb NOT NULL)";
    stage.owner.batch_execute(table).await.context("no table for the bare insert")
}
