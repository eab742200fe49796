use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::world::World;

/// What was known when the simulator last ran; nothing if it never did.
pub fn load(path: &Path) -> anyhow::Result<Option<World>> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .with_context(|| format!("{} is not a state file of this simulator", path.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// Written beside and renamed, so that a reader finds the old state or the new one.
pub fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)
}
