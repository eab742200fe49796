//! The truth sheet gets a version whenever it is locked with other content than before.

use serde_json::{Map, Value, json};

use super::Derivation;
use crate::domain::read::Read;

/// Older versions are in the journal; the document keeps the newest.
const KEPT: usize = 50;

pub fn number_versions(data: &mut Value, derivation: &Derivation<'_, '_>) {
    let unchanged =
        derivation.previous.is("locked") && derivation.previous.get("truth_sheet") == data.get("truth_sheet");
    if !data.is("locked") || unchanged {
        return;
    }
    let mut versions = data.list("versions").to_vec();
    let last = versions.last().and_then(|version| version.number("version")).unwrap_or(0);
    versions.push(json!({
        "version": last + 1,
        "created_at": derivation.fresh.time(),
        "item_count": data.list("truth_sheet").len(),
    }));
    versions.drain(..versions.len().saturating_sub(KEPT));
    if let Some(members) = data.as_object_mut() {
        let members: &mut Map<String, Value> = members;
        members.insert("versions".to_owned(), Value::Array(versions));
    }
}
