//! Evidence: when it was added, and that nothing is in the vault twice.

use serde_json::Value;

use super::{Derivation, items_mut};
use crate::domain::finding::{Code, Finding};
use crate::domain::formats::normal_url;
use crate::domain::read::Read;

pub fn complete(data: &mut Value, derivation: &mut Derivation<'_, '_>) {
    let now = derivation.fresh.time();
    for item in items_mut(data, "evidence") {
        item.entry("uploaded_at").or_insert_with(|| Value::String(now.clone()));
    }
    let items = data.list("evidence");
    for (index, item) in items.iter().enumerate() {
        if items[..index].iter().any(|earlier| is_same(earlier, item)) {
            let at = format!("/evidence/{index}");
            let message = "is in the evidence vault already";
            derivation.violations.push(Finding::new(at, Code::DuplicateEvidence, message));
        }
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    let kind = one.text("type");
    kind == other.text("type")
        && match kind {
            "url" => {
                let address = normal_url(one.text("url"));
                address.is_some() && address == normal_url(other.text("url"))
            }
            "file" => {
                one.get("name") == other.get("name") && one.get("size_bytes") == other.get("size_bytes")
            }
            _ => false,
        }
}
