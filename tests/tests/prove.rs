//! The promises that the operator's command proves.

use journeys::system::{raptorctl, succeed};
use serde_json::Value;

#[test]
fn the_database_keeps_tenants_apart_and_every_weakened_policy_is_noticed() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("tenants.json");
    succeed(raptorctl()?.args(["prove", "tenants", "--json"]).arg(&file))?;
    let proof: Value = serde_json::from_slice(&std::fs::read(&file)?)?;
    let parts = proof["parts"].as_array().map_or(&[][..], Vec::as_slice);
    assert_eq!(parts.len(), 3, "{proof}");
    for part in parts {
        assert_eq!(part["held"], part["tried"], "{part}");
        assert!(part["tried"].as_u64() > Some(40), "{part}");
    }
    Ok(())
}
