//! Installs missing servers with the system's package manager, or says exactly what to install.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use nix::unistd::geteuid;
use tokio::process::Command;

use super::find::{self, Missing, POSTGRES_FROM, REDIS_FROM, Tools, major};
use crate::terminal::Terminal;

/// The binaries, installed first when that is needed and allowed.
pub async fn ensure(terminal: Terminal) -> Result<Tools> {
    let missing = match find::find() {
        Ok(tools) => return Ok(tools),
        Err(missing) => missing,
    };
    let Some(apt) = Apt::usable().await else { bail!("{}", instructions(missing)) };
    apt.install(missing, terminal).await?;
    find::find().map_err(|still| anyhow::anyhow!("{}", instructions(still)))
}

struct Apt {
    sudo: bool,
}

impl Apt {
    /// `None` without apt or without the right to use it unasked.
    async fn usable() -> Option<Self> {
        Command::new("apt-get").arg("--version").output().await.ok()?;
        if geteuid().is_root() {
            return Some(Self { sudo: false });
        }
        let allowed = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status().await.ok()?;
        allowed.success().then_some(Self { sudo: true })
    }

    async fn install(&self, missing: Missing, terminal: Terminal) -> Result<()> {
        let packages = packages(missing);
        terminal.line(&format!("Installing {} with apt-get", packages.join(" and ")));
        let step = terminal.step("Package lists fetched");
        self.run(&["update", "-q"]).await?;
        step.done();
        for (package, from) in [("postgresql", POSTGRES_FROM), ("redis-server", REDIS_FROM)] {
            if packages.contains(&package) && candidate(package).await.is_some_and(|offered| offered < from) {
                bail!("{}", too_old(package, from));
            }
        }
        let step = terminal.step(format!("{} installed", packages.join(" and ")));
        let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
        arguments.extend(packages);
        self.run(&arguments).await?;
        step.done();
        Ok(())
    }

    async fn run(&self, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(if self.sudo { "sudo" } else { "env" });
        if self.sudo {
            command.args(["-n", "env"]);
        }
        let output = command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .await
            .context("apt-get cannot be run")?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let last: Vec<&str> = said.lines().rev().take(15).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        bail!("apt-get {} failed:\n{}", arguments.join(" "), last.join("\n"))
    }
}

/// The major version apt would install; epochs as in `5:7.0.15-1` are passed over.
async fn candidate(package: &str) -> Option<u32> {
    let output =
        Command::new("apt-cache").args(["policy", package]).env("LC_ALL", "C").output().await.ok()?;
    candidate_in(&String::from_utf8_lossy(&output.stdout))
}

fn candidate_in(policy: &str) -> Option<u32> {
    let version = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    major(version.split_once(':').map_or(version, |(_, rest)| rest))
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
    fn the_offered_version_is_read_with_and_without_an_epoch() {
        let policy = "redis-server:\n  Installed: (none)\n  Candidate: 5:7.0.15-1~deb12u5\n";
        assert_eq!(candidate_in(policy), Some(7));
        assert_eq!(candidate_in("postgresql:\n  Candidate: 14+238\n"), Some(14));
        assert_eq!(candidate_in("x:\n  Candidate: (none)\n"), None);
    }

    #[test]
    fn instructions_name_only_what_is_missing() {
        let text = instructions(Missing { postgres: false, redis: true });
        assert!(text.contains("redis-server") && !text.contains("postgresql"));
        let text = instructions(Missing { postgres: true, redis: true });
        assert!(text.contains("postgresql redis-server"));
    }
}
