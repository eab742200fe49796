//! The tasks, one file each.

mod bench;
mod check_env;
mod detach;
mod down;
mod journey;
mod logs;
mod migrate;
mod prove;
mod reference;
mod status;
mod test;
mod up;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{Cli, Place, Task};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub async fn run(cli: Cli, terminal: Terminal) -> Result<ExitCode> {
    match cli.task {
        Task::Up(asked) => up::run(asked, terminal).await,
        Task::Down(place) => down::run(&place, terminal).await,
        Task::Status(place) => status::run(&place, terminal).await,
        Task::Logs(asked) => logs::run(&asked, terminal).await,
        Task::Test(asked) => test::run(&asked, terminal).await,
        Task::Migrate(asked) => migrate::run(&asked, terminal).await,
        Task::CheckEnv(asked) => check_env::run(&asked, terminal).await,
        Task::Journey(asked) => journey::run(asked, terminal).await,
        Task::Prove(asked) => prove::run(&asked, terminal).await,
        Task::Bench(asked) => bench::run(&asked, terminal).await,
        Task::Reference(asked) => reference::run(asked.part).await,
    }
}

async fn data_dir(place: &Place) -> Result<PathBuf> {
    match &place.data_dir {
        Some(folder) => Ok(folder.clone()),
        None => Ok(Workspace::find().await?.root().join(".raptor")),
    }
}
