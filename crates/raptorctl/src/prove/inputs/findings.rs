//! What Schemathesis found, and how often each operation was called.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::data_dir::read_json;

#[derive(Debug)]
pub struct Findings {
    /// How many operations are described.
    pub described: usize,
    pub operations: Vec<Operation>,
    /// Everything that an answer was not, in words.
    pub breaches: Vec<String>,
}

/// Calls of one operation by the status of their answers.
#[derive(Debug, Deserialize)]
pub struct Operation {
    pub operation: String,
    statuses: BTreeMap<u16, usize>,
    /// Whether it takes anything that could be different from call to call.
    pub is_varied: bool,
}

#[derive(Debug, Deserialize)]
struct Report {
    operations: Count,
    failures: Vec<Failure>,
    errors: Vec<Failure>,
}

#[derive(Debug, Deserialize)]
struct Count {
    total: usize,
}

#[derive(Debug, Deserialize)]
struct Failure {
    title: String,
    #[serde(default)]
    operations: Vec<String>,
}

impl Operation {
    pub fn calls(&self) -> usize {
        self.statuses.values().sum()
    }
}

impl Findings {
    pub fn read(report: &Path, calls: &Path) -> Result<Self> {
        let report: Report = read_json(report)?;
        let calls = fs::read_to_string(calls).context("no operation was called")?;
        let operations = calls.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let told = report.failures.iter().chain(&report.errors).flat_map(|failure| {
            let of = |operation: &String| format!("{operation}: {}", failure.title);
            let told: Vec<String> = failure.operations.iter().map(of).collect();
            if told.is_empty() { vec![failure.title.clone()] } else { told }
        });
        Ok(Self { described: report.operations.total, operations, breaches: told.collect() })
    }
}
