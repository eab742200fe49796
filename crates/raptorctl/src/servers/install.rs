//! Installs missing servers with the system's package manager, or says exactly what to install.

use anyhow::{Result, bail};

use super::find::{self, Missing, POSTGRES_FROM, REDIS_FROM, Tools};
use crate::apt::{self, Apt};
use crate::terminal::Terminal;

/// The binaries, installed first when that is needed and allowed.
pub async fn ensure(terminal: Terminal) -> Result<Tools> {
    let missing = match find::find() {
        Ok(tools) => return Ok(tools),
        Err(missing) => missing,
    };
    let Some(apt) = Apt::usable().await else { bail!("{}", instructions(missing)) };
    install(&apt, missing, terminal).await?;
    find::find().map_err(|still| anyhow::anyhow!("{}", instructions(still)))
}

/// Installs what is missing, unless the system offers only what is too old.
async fn install(apt: &Apt, missing: Missing, terminal: Terminal) -> Result<()> {
    let packages = packages(missing);
    terminal.line(&format!("Installing {} with apt-get", packages.join(" and ")));
    apt.update(terminal).await?;
    for (package, from) in [("postgresql", POSTGRES_FROM), ("redis-server", REDIS_FROM)] {
        if packages.contains(&package) && apt::candidate(package).await.is_some_and(|offered| offered < from)
        {
            bail!("{}", too_old(package, from));
        }
    }
    apt.install(&packages, terminal).await
}

fn packages(missing: Missing) -> Vec<&'static str> {
    [("postgresql", missing.postgres), ("redis-server", missing.redis)]
        .into_iter()
        .filter_map(|(package, wanted)| wanted.then_some(package))
        .collect()
}

fn too_old(package: &str, from: u32) -> String {
    let source =
        if package == "postgresql" { "https://apt.postgresql.org" } else { "https://packages.redis.io" };
    format!(
        "this system offers only an older {package}; version {from} or newer is needed.\n\
         Add the package source described at {source}, install {package} from it, and run this again"
    )
}

fn instructions(missing: Missing) -> String {
    let mut text = String::from("this machine has no");
    match (missing.postgres, missing.redis) {
        (true, true) => text.push_str(" PostgreSQL 15 or newer and no Redis 7 or newer"),
        (true, false) => text.push_str(" PostgreSQL 15 or newer"),
        (false, _) => text.push_str(" Redis 7 or newer"),
    }
    text.push_str(&format!(
        ".\nInstall with:  sudo apt-get install -y --no-install-recommends {}\n\
         or by any other way that puts postgres and initdb, or redis-server, on PATH. \
         Their own system services are not needed and not touched",
        packages(missing).join(" ")
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_name_only_what_is_missing() {
        let text = instructions(Missing { postgres: false, redis: true });
        assert!(text.contains("redis-server") && !text.contains("postgresql"));
        let text = instructions(Missing { postgres: true, redis: true });
        assert!(text.contains("postgresql redis-server"));
    }
}
