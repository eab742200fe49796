//! The rules of the house that a machine can check, over any folder that is laid out like this repository.

mod layers;
mod names;
mod shape;
mod sizes;
mod source;
mod words;

use std::fmt;
use std::path::Path;

use anyhow::Result;

/// Which rule was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A layer names what it must not name.
    Layer,
    /// A file is longer than 500 lines.
    FileSize,
    /// A function is longer than 60 lines.
    FunctionSize,
    /// A function takes more than five parameters.
    Parameters,
    /// `main.rs` of a service is longer than 30 lines.
    MainSize,
    /// A `mod.rs`.
    ModuleFile,
    /// A type is named for what it is technically.
    TypeName,
    /// A shared crate or service that nobody decided on.
    UnknownCrate,
    /// A crate depends on a service.
    Dependency,
    /// Something lies at the top that does not belong there.
    TopLevel,
    /// A note of unfinished work.
    UnfinishedWork,
}

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// The broken rule.
    pub rule: Rule,
    /// File, and line where there is one, seen from the root.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} ({:?})", self.place, self.what, self.rule)
    }
}

impl Breach {
    fn new(rule: Rule, place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { rule, place: place.into(), what: what.into() }
    }
}

/// Every breach below `root`, in the order of files.
///
/// # Errors
/// When a file cannot be read or is not Rust.
pub fn check(root: &Path) -> Result<Vec<Breach>> {
    let mut breaches = shape::check(root)?;
    for file in source::files(root)? {
        breaches.extend(words::check(&file));
        let Some(rust) = file.parse()? else { continue };
        breaches.extend(names::check(&file, &rust));
        breaches.extend(sizes::check(&file, &rust));
        breaches.extend(layers::check(&file, &rust));
    }
    breaches.sort_by(|left, right| left.place.cmp(&right.place));
    Ok(breaches)
}
