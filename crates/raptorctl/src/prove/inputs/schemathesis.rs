//! Schemathesis in a Python environment of its own beside cargo's output, every package pinned by its hash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::process::Command;

use crate::terminal::Terminal;
use crate::workspace::Workspace;

const REQUIREMENTS: &str = include_str!("requirements.txt");
const HOOKS: &str = include_str!("hooks.py");
const CHECKS: &str = "status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,ignored_auth,documented_problem";

pub struct Schemathesis {
    program: PathBuf,
}

impl Schemathesis {
    /// Installs it the first time, and when its requirements have changed.
    pub async fn ensure(workspace: &Workspace, terminal: Terminal) -> Result<Self> {
        let version: String =
            Sha256::digest(REQUIREMENTS).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let folder = workspace.root().join("target/schemathesis").join(version);
        let (installed, program) = (folder.join("installed"), folder.join("bin/schemathesis"));
        if !installed.is_file() {
            let step = terminal.step("Schemathesis is installed");
            fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
            let requirements = folder.join("requirements.txt");
            fs::write(&requirements, REQUIREMENTS)?;
            succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder)).await?;
            let mut pip = Command::new(folder.join("bin/pip"));
            pip.args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]);
            succeed(pip.arg(&requirements)).await?;
            fs::write(&installed, "")?;
            step.done();
        }
        Ok(Self { program })
    }

    /// Calls every operation; gives the path of what it reports.
    pub async fn run(&self, stage: &Value, examples: usize, folder: &Path) -> Result<PathBuf> {
        let (hooks, report) = (folder.join("hooks.py"), folder.join("inputs.json"));
        fs::write(&hooks, HOOKS)?;
        let gateway = stage["gateway"].as_str().context("a stage without a gateway")?;
        let mut command = Command::new(&self.program);
        command
            .arg("run")
            .arg(format!("{gateway}/api/openapi.json"))
            .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--mode", "all"])
            .args(["--max-examples", &examples.to_string(), "--seed", &stage["seed"].to_string()])
            .args([
                "--continue-on-failure",
                "--suppress-health-check",
                "all",
                "--generation-database",
                "none",
            ])
            .args(["--request-timeout", "40", "--warnings", "off", "--no-color", "--report", "json"])
            .arg("--report-json-path")
            .arg(&report)
            .env("SCHEMATHESIS_HOOKS", &hooks)
            .env("RAPTOR_STAGE", stage.to_string())
            .env("NO_PROXY", "127.0.0.1,localhost")
            .current_dir(folder)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        // it ends with 1 when it has found something
        let status = command.status().await.context("Schemathesis cannot be run")?;
        ensure!(matches!(status.code(), Some(0 | 1)), "Schemathesis ended with {status}");
        Ok(report)
    }
}

/// Runs a program quietly; when it fails, what it said is the error.
async fn succeed(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).kill_on_drop(true).output().await;
    let output = output.context("Python cannot be run; is python3 with venv installed?")?;
    let said = [output.stdout, output.stderr].concat();
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&said));
    Ok(())
}
