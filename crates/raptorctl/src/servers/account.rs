//! The user that servers run as. Postgres refuses root, so root has to find somebody else.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use nix::unistd::{User, geteuid};

/// A private folder for root when the project lies where no other user may look.
const FALLBACK: &str = "/var/lib/raptorflow";
const DATABASE_USER: &str = "postgres";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// Whoever runs the command.
    Own,
    Other {
        uid: u32,
        gid: u32,
    },
    /// Root, seen by the program itself as an ordinary user.
    Mapped,
}

/// Where servers keep their files, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerHome {
    pub account: Account,
    pub folder: PathBuf,
}

impl Account {
    /// A command that becomes the program itself, without a process in between.
    pub fn command(self, program: &Path) -> Command {
        match self {
            Self::Own => Command::new(program),
            Self::Other { uid, gid } => {
                let mut command = Command::new(program);
                command.uid(uid).gid(gid).current_dir("/");
                command
            }
            Self::Mapped => {
                let mut command = Command::new("unshare");
                command.args(["--map-user=1000", "--map-group=1000", "--"]).arg(program).current_dir("/");
                command
            }
        }
    }

    /// Creates a folder that only this account may enter.
    pub fn private_folder(self, folder: &Path) -> Result<()> {
        if !folder.is_dir() {
            let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.with_context(|| format!("cannot create {}", folder.display()))?;
        }
        self.own(folder)
    }

    /// Hands a file or folder over to this account.
    pub fn own(self, path: &Path) -> Result<()> {
        match self {
            Self::Own | Self::Mapped => Ok(()),
            Self::Other { uid, gid } => chown(path, Some(uid), Some(gid))
                .with_context(|| format!("cannot hand over {}", path.display())),
        }
    }

    fn can_enter(self, folder: &Path) -> bool {
        self.succeeds("test", &[OsStr::new("-x"), folder.as_os_str()])
    }

    fn succeeds(self, program: &str, arguments: &[&OsStr]) -> bool {
        let mut command = self.command(Path::new(program));
        command
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

impl ServerHome {
    /// Chooses for a data folder. What exists already decides, so that data is found again.
    pub fn choose(data: &Path) -> Result<Self> {
        let (inside, outside) = (data.join("servers"), fallback(data));
        if !geteuid().is_root() {
            return Self::of_plain_user(inside);
        }
        let other = User::from_name(DATABASE_USER).ok().flatten();
        let other = other.map(|user| Account::Other { uid: user.uid.as_raw(), gid: user.gid.as_raw() });
        if let Some(account) = other.filter(|_| outside.is_dir()) {
            return Ok(Self { account, folder: outside });
        }
        let owner = fs::metadata(&inside).ok().map(|found| (found.uid(), found.gid()));
        match owner {
            Some((0, _)) if mapping_works() => return Ok(Self { account: Account::Mapped, folder: inside }),
            Some((0, _)) | None => {}
            Some((uid, gid)) => return Ok(Self { account: Account::Other { uid, gid }, folder: inside }),
        }
        if let Some(account) = other.filter(|account| account.can_enter(data)) {
            return Ok(Self { account, folder: inside });
        }
        if mapping_works() {
            return Ok(Self { account: Account::Mapped, folder: inside });
        }
        match other {
            Some(account) => Ok(Self { account, folder: outside }),
            None => bail!(
                "Postgres does not run as root. Run this as another user, or create the user {DATABASE_USER} \
                 (adduser --system --group {DATABASE_USER})"
            ),
        }
    }

    /// Creates the folder.
    pub fn prepare(&self) -> Result<()> {
        if let Some(parent) = self.folder.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
        }
        self.account.private_folder(&self.folder)
    }

    fn of_plain_user(folder: PathBuf) -> Result<Self> {
        if let Some(owner) = fs::metadata(&folder).ok().map(|found| found.uid())
            && owner != geteuid().as_raw()
        {
            bail!(
                "{} belongs to the user with id {owner}; run this as that user or choose another --data-dir",
                folder.display()
            );
        }
        Ok(Self { account: Account::Own, folder })
    }
}

fn mapping_works() -> bool {
    Account::Mapped.succeeds("true", &[])
}

/// One folder per data folder, named so that a person recognises it.
fn fallback(data: &Path) -> PathBuf {
    let name: String = data
        .to_string_lossy()
        .trim_matches('/')
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
        .collect();
    Path::new(FALLBACK).join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fallback_folder_names_the_data_folder() {
        assert_eq!(fallback(Path::new("/srv/rf/.raptor")), Path::new("/var/lib/raptorflow/srv-rf-.raptor"));
    }

    #[test]
    fn an_account_runs_the_program_itself_and_hands_over_its_exit() {
        assert!(Account::Own.succeeds("true", &[]));
        assert!(!Account::Own.succeeds("false", &[]));
        assert!(!Account::Own.succeeds("/no/such/program", &[]));
    }

    #[test]
    fn a_chosen_home_is_the_same_the_next_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = ServerHome::choose(folder.path()).unwrap();
        first.prepare().unwrap();
        assert_eq!(first, ServerHome::choose(folder.path()).unwrap());
    }
}
