//! Each service lists its settings in a file to copy.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::path::Path;
use std::process::Command;

use journeys::system::{binary, succeed};

#[test]
fn every_service_lists_all_its_settings_in_an_example_file() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../services");
    for service in ["auth", "payments", "onboarding", "bcm", "gateway"] {
        let file = services.join(service).join(".env.example");
        let listed = std::fs::read_to_string(&file).unwrap_or_default();
        let mut command = Command::new(binary(service).unwrap());
        let read = succeed(command.arg("--env-example").env_clear()).unwrap();
        assert_eq!(
            listed, read,
            "services/{service}/.env.example is out of date; write it anew with `{service} --env-example`"
        );
    }
}
