//! The promises that the operator's command proves.

use journeys::system::{raptorctl, succeed};
use serde_json::Value;

/// What is tried to reach one tenant as another, and how often at least.
const TENANTS: [(&str, u64); 10] = [
    ("tables and roles are secured", 40),
    ("table × command × subject × tenant", 4000),
    ("weakened policies and tables are noticed", 300),
    ("method × caller", 600),
    ("rows and keys that these calls left alone", 100),
    ("requests after one that broke off", 300),
    ("connections that these requests left", 5),
    ("operation × caller", 200),
    ("rows and keys that these calls left alone", 100),
    ("the same operations called by who may", 40),
];

/// What the command wrote of one promise, and its parts, each of which held in everything that was tried.
fn proved(promise: &[&str]) -> anyhow::Result<(Value, Vec<Value>)> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("proof.json");
    succeed(raptorctl()?.arg("prove").args(promise).arg("--json").arg(&file))?;
    let proof: Value = serde_json::from_slice(&std::fs::read(&file)?)?;
    let parts = proof["parts"].as_array().cloned().unwrap_or_default();
    for part in &parts {
        assert_eq!(part["held"], part["tried"], "{part}");
        assert!(part["tried"].as_u64() > Some(0), "{part}");
    }
    Ok((proof, parts))
}

#[test]
fn one_tenant_is_out_of_reach_of_another_whatever_the_way() -> anyhow::Result<()> {
    let (proof, parts) = proved(&["tenants"])?;
    assert_eq!(parts.len(), TENANTS.len(), "{proof}");
    for (part, (what, least)) in parts.iter().zip(TENANTS) {
        assert!(part["what"].as_str().is_some_and(|told| told.starts_with(what)), "{part}");
        assert!(part["tried"].as_u64() >= Some(least), "{part}");
    }
    Ok(())
}

#[test]
fn nothing_acknowledged_is_lost_while_processes_servers_and_lines_break() -> anyhow::Result<()> {
    let (proof, parts) = proved(&["faults"])?;
    assert_eq!(parts.len(), 14, "{proof}");
    let measured = &proof["measured"];
    assert_eq!(
        (measured["journeys"].as_u64(), measured["faults"].as_array().map(Vec::len)),
        (Some(40), Some(20))
    );
    Ok(())
}

#[test]
fn nothing_acknowledged_is_lost_while_nodes_of_a_redis_cluster_break() -> anyhow::Result<()> {
    let (proof, _) = proved(&["faults", "--redis-cluster", "--journeys", "8", "--faults", "11"])?;
    let kinds = proof["measured"]["kinds"].as_array().cloned().unwrap_or_default();
    let named = |name: &str| kinds.iter().any(|kind| kind["fault"] == name);
    assert!(named("kill -9 redis") && named("redis wiped") && named("redis paused"), "{proof}");
    Ok(())
}
