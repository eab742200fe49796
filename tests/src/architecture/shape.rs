//! What lies where, and who depends on whom.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use toml::{Table, Value};

use super::source::{entries, relative};
use super::{Breach, Rule};

const TOP_LEVEL: [&str; 15] = [
    "Cargo.toml",
    "services",
    "crates",
    "proto",
    "migrations",
    "deploy",
    "docker-compose.yml",
    "tests",
    "docs",
    "README.md",
    "rustfmt.toml",
    "clippy.toml",
    "deny.toml",
    "rust-toolchain.toml",
    "Cargo.lock",
];
/// Made by cargo and never committed.
const BUILD_OUTPUT: &str = "target";
const SHARED: [&str; 10] = [
    "primitives",
    "problem",
    "principal",
    "contracts",
    "database",
    "telemetry",
    "bootstrap",
    "testkit",
    "sims",
    "raptorctl",
];
const SERVICES: [&str; 6] = ["auth", "payments", "onboarding", "bcm", "gateway", "web"];
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub fn check(root: &Path) -> Result<Vec<Breach>> {
    let mut breaches = top_level(root);
    for (folder, known) in [("crates", &SHARED[..]), ("services", &SERVICES[..])] {
        for package in entries(&root.join(folder)) {
            let place = relative(root, &package);
            let name = place.rsplit('/').next().unwrap_or_default().to_owned();
            if !known.contains(&name.as_str()) {
                breaches.push(Breach::new(Rule::UnknownCrate, &place, "needs a decision record first"));
            }
            breaches.extend(dependencies(root, &package.join("Cargo.toml"))?);
        }
    }
    Ok(breaches)
}

fn top_level(root: &Path) -> Vec<Breach> {
    entries(root)
        .iter()
        .map(|path| relative(root, path))
        .filter(|name| !name.starts_with('.') && name != BUILD_OUTPUT && !TOP_LEVEL.contains(&name.as_str()))
        .map(|name| Breach::new(Rule::TopLevel, name, "does not belong at the top level"))
        .collect()
}

/// Services are reached through `contracts`, by nobody otherwise.
fn dependencies(root: &Path, manifest: &Path) -> Result<Vec<Breach>> {
    if !manifest.is_file() {
        return Ok(Vec::new());
    }
    let place = relative(root, manifest);
    let text = fs::read_to_string(manifest).with_context(|| format!("{place} cannot be read"))?;
    let manifest: Table = text.parse().with_context(|| format!("{place} is no manifest"))?;
    let mut names = named_in(&manifest);
    for target in manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values) {
        names.extend(target.as_table().map(named_in).unwrap_or_default());
    }
    Ok(names
        .into_iter()
        .filter(|name| SERVICES.contains(&name.as_str()))
        .map(|name| Breach::new(Rule::Dependency, &place, format!("depends on the service {name}")))
        .collect())
}

/// Names of packages in the dependency tables, seen through renames.
fn named_in(manifest: &Table) -> Vec<String> {
    DEPENDENCIES
        .iter()
        .filter_map(|table| manifest.get(*table)?.as_table())
        .flatten()
        .map(|(name, detail)| detail.get("package").and_then(Value::as_str).unwrap_or(name).to_owned())
        .collect()
}
