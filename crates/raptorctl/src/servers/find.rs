//! Finds server binaries that are new enough.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::apt::major;

pub const POSTGRES_FROM: u32 = 15;
pub const REDIS_FROM: u32 = 7;

/// Binaries to run servers with.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Every usable Postgres, the newest first.
    pub postgres: Vec<PostgresTools>,
    pub redis: RedisTools,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresTools {
    pub folder: PathBuf,
    pub major: u32,
    pub version: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedisTools {
    pub server: PathBuf,
}

/// What is not there, or too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub postgres: bool,
    pub redis: bool,
}

/// Looks on PATH and where distributions put servers.
pub fn find() -> Result<Tools, Missing> {
    let postgres = postgres();
    match (postgres.is_empty(), redis()) {
        (false, Some(redis)) => Ok(Tools { postgres, redis }),
        (no_postgres, redis) => Err(Missing { postgres: no_postgres, redis: redis.is_none() }),
    }
}

fn postgres() -> Vec<PostgresTools> {
    let mut folders = path_folders();
    folders.extend(children(Path::new("/usr/lib/postgresql")).into_iter().map(|folder| folder.join("bin")));
    folders.extend(
        children(Path::new("/usr"))
            .into_iter()
            .filter(|folder| has_prefix(folder, "pgsql-"))
            .map(|f| f.join("bin")),
    );
    let mut found: Vec<PostgresTools> = folders.iter().filter_map(|folder| postgres_in(folder)).collect();
    found.sort_by_key(|tools| std::cmp::Reverse(tools.major));
    found.dedup();
    found
}

fn postgres_in(folder: &Path) -> Option<PostgresTools> {
    let complete = ["postgres", "initdb"].iter().all(|tool| folder.join(tool).is_file());
    let version = complete.then(|| version_of(&folder.join("postgres"))).flatten()?;
    let major = major(&version)?;
    (major >= POSTGRES_FROM).then(|| PostgresTools { folder: folder.to_owned(), major, version })
}

fn redis() -> Option<RedisTools> {
    let mut folders = path_folders();
    folders.extend(["/usr/bin", "/usr/local/bin", "/usr/sbin"].map(PathBuf::from));
    folders
        .iter()
        .flat_map(|folder| ["redis-server", "valkey-server"].map(|name| folder.join(name)))
        .filter(|server| server.is_file())
        .find_map(|server| (major(&version_of(&server)?)? >= REDIS_FROM).then_some(RedisTools { server }))
}

fn path_folders() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

fn children(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect()
}

fn has_prefix(folder: &Path, prefix: &str) -> bool {
    folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix))
}

fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    version_in(&String::from_utf8_lossy(&output.stdout))
}

/// The first word that is a dotted number: `postgres (PostgreSQL) 15.18 (Debian …)`, `Redis server v=7.0.15 sha=…`.
fn version_in(text: &str) -> Option<String> {
    text.split_whitespace()
        .map(|word| word.trim_start_matches("v="))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(|word| word.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_servers_say_about_themselves() {
        let postgres = version_in("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)").unwrap();
        assert_eq!((postgres.as_str(), major(&postgres)), ("15.18", Some(15)));
        let redis = version_in("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64").unwrap();
        assert_eq!((redis.as_str(), major(&redis)), ("7.0.15", Some(7)));
        assert_eq!(version_in("postgres (PostgreSQL) 18beta1").as_deref(), Some("18"));
        assert_eq!(version_in("nothing here"), None);
    }

    #[test]
    fn a_folder_without_all_tools_is_not_a_postgres() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("postgres"), "").unwrap();
        assert_eq!(postgres_in(folder.path()), None);
    }
}
