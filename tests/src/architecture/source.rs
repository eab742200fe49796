//! The files that people write.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use syn::{Attribute, Meta};

const FOLDERS: [&str; 5] = ["crates", "services", "tests", "proto", "migrations"];
/// Written by tools, or checked by the tools of its own language.
const NOT_OURS: [&str; 4] = ["target", "node_modules", ".git", "services/web"];
const EXTENSIONS: [&str; 4] = ["rs", "toml", "sql", "proto"];

/// A text file.
pub struct SourceFile {
    /// Seen from the root, with slashes.
    pub path: String,
    pub text: String,
}

impl SourceFile {
    /// `None` when it is not Rust.
    pub fn parse(&self) -> Result<Option<syn::File>> {
        if !self.path.ends_with(".rs") {
            return Ok(None);
        }
        syn::parse_file(&self.text).map(Some).with_context(|| format!("{} is not Rust", self.path))
    }

    /// Below a `tests` folder: nothing of it runs in production.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.contains("/tests/")
    }

    /// Name of the service and the modules from its root, for files of a service's library.
    pub fn module(&self) -> Option<(String, Vec<String>)> {
        let rest = self.path.strip_prefix("services/")?.strip_suffix(".rs")?;
        let (service, module) = rest.split_once("/src/")?;
        let modules = module.split('/').map(str::to_owned).collect();
        Some((service.to_owned(), modules))
    }
}

/// Every source file below `root`.
pub fn files(root: &Path) -> Result<Vec<SourceFile>> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        walk(root, &root.join(folder), &mut found)?;
    }
    Ok(found)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<SourceFile>) -> Result<()> {
    for path in entries(folder) {
        let relative = relative(root, &path);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if NOT_OURS.iter().any(|foreign| *foreign == relative || *foreign == name) {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, found)?;
        } else if path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
        {
            let text = fs::read_to_string(&path).with_context(|| format!("{relative} cannot be read"))?;
            found.push(SourceFile { path: relative, text });
        }
    }
    Ok(())
}

/// What lies in a folder, in the order of names; nothing when there is no such folder.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

pub fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Whether an item is compiled for tests only.
pub fn only_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string().trim() == "test",
        Meta::Path(path) => path.segments.last().is_some_and(|last| last.ident == "test"),
        Meta::List(list) => list.path.segments.last().is_some_and(|last| last.ident == "test"),
        Meta::NameValue(_) => false,
    })
}
