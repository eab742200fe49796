//! The system's package manager, used only where nobody has to be asked.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use nix::unistd::geteuid;
use tokio::process::Command;

use crate::terminal::Terminal;

pub struct Apt {
    sudo: bool,
}

impl Apt {
    /// `None` without apt or without the right to use it unasked.
    pub async fn usable() -> Option<Self> {
        Command::new("apt-get").arg("--version").output().await.ok()?;
        if geteuid().is_root() {
            return Some(Self { sudo: false });
        }
        let allowed = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status().await.ok()?;
        allowed.success().then_some(Self { sudo: true })
    }

    /// Fetches the lists of what there is.
    pub async fn update(&self, terminal: Terminal) -> Result<()> {
        let step = terminal.step("Package lists fetched");
        self.run(&["update", "-q"]).await?;
        step.done();
        Ok(())
    }

    pub async fn install(&self, packages: &[&str], terminal: Terminal) -> Result<()> {
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
pub async fn candidate(package: &str) -> Option<u32> {
    let output =
        Command::new("apt-cache").args(["policy", package]).env("LC_ALL", "C").output().await.ok()?;
    candidate_in(&String::from_utf8_lossy(&output.stdout))
}

fn candidate_in(policy: &str) -> Option<u32> {
    let version = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    major(version.split_once(':').map_or(version, |(_, rest)| rest))
}

/// The first number of a version.
pub fn major(version: &str) -> Option<u32> {
    version.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
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
}
