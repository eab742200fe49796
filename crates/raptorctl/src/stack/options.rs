//! What the operator asked for.

use std::path::PathBuf;

use super::environment::Variables;
use crate::processes::Identity;

#[derive(Debug, Clone)]
pub struct UpOptions {
    pub data_dir: PathBuf,
    /// Folder of the built binaries.
    pub binaries: PathBuf,
    /// Folder of the built web app; without one the gateway serves the API alone.
    pub web: Option<PathBuf>,
    /// The asked port of the gateway.
    pub port: Option<u16>,
    /// Added to the environment of every service.
    pub settings: Variables,
    /// Ends with this process and leaves no data: for tests.
    pub on_behalf_of: Option<Identity>,
    /// Nobody watches: do not print the logs of the processes.
    pub detached: bool,
}
